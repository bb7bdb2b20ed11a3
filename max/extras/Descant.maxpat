{
	"patcher": {
		"fileversion": 1,
		"appversion": {
			"major": 9,
			"minor": 0,
			"revision": 0,
			"architecture": "x64",
			"modernui": 1
		},
		"classnamespace": "box",
		"rect": [
			100.0,
			100.0,
			960.0,
			745.0
		],
		"openinpresentation": 1,
		"default_fontsize": 12.0,
		"default_fontface": 0,
		"default_fontname": "Arial",
		"gridonopen": 1,
		"gridsize": [
			5.0,
			5.0
		],
		"gridsnaponopen": 1,
		"toolbarvisible": 1,
		"boxes": [
			{
				"box": {
					"id": "obj-72",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1690.0,
						110.0,
						160.0,
						22.0
					],
					"text": "load Descant-stage.maxpat"
				}
			},
			{
				"box": {
					"id": "obj-71",
					"maxclass": "textbutton",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						"int"
					],
					"patching_rect": [
						1690.0,
						60.0,
						130.0,
						24.0
					],
					"text": "Open the stage",
					"parameter_enable": 0,
					"bgcolor": [
						0.306,
						0.725,
						0.482,
						1.0
					],
					"bgovercolor": [
						0.95,
						0.95,
						0.95,
						1.0
					],
					"textcolor": [
						0.09,
						0.09,
						0.11,
						1.0
					],
					"textovercolor": [
						0.09,
						0.09,
						0.11,
						1.0
					],
					"fontface": 1,
					"rounded": 8.0,
					"presentation": 1,
					"presentation_rect": [
						720.0,
						232.0,
						190.0,
						36.0
					]
				}
			},
			{
				"box": {
					"id": "obj-70",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1525.0,
						110.0,
						160.0,
						22.0
					],
					"text": "load Descant-stage.maxpat"
				}
			},
			{
				"box": {
					"id": "obj-69",
					"maxclass": "textbutton",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						"int"
					],
					"patching_rect": [
						1525.0,
						60.0,
						150.0,
						24.0
					],
					"text": "Descant-stage",
					"parameter_enable": 0,
					"bgcolor": [
						0.137,
						0.149,
						0.184,
						1.0
					],
					"bgovercolor": [
						0.42,
						0.62,
						0.93,
						1.0
					],
					"textcolor": [
						0.95,
						0.95,
						0.95,
						1.0
					],
					"textovercolor": [
						0.137,
						0.149,
						0.184,
						1.0
					],
					"fontface": 1,
					"fontsize": 16.0,
					"align": 0,
					"rounded": 6.0,
					"presentation": 1,
					"presentation_rect": [
						44.0,
						632.0,
						262.0,
						32.0
					]
				}
			},
			{
				"box": {
					"id": "obj-68",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						620.0,
						790.0,
						262.0,
						21.0
					],
					"text": "GO, streams and dials, ready to play",
					"fontsize": 13.0,
					"textcolor": [
						0.66,
						0.69,
						0.75,
						1.0
					],
					"presentation": 1,
					"presentation_rect": [
						48.0,
						672.0,
						262.0,
						21.0
					]
				}
			},
			{
				"box": {
					"id": "obj-67",
					"maxclass": "panel",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						545.0,
						790.0,
						60.0,
						40.0
					],
					"background": 1,
					"bgcolor": [
						0.42,
						0.62,
						0.93,
						1.0
					],
					"rounded": 3,
					"border": 0,
					"mode": 0,
					"presentation": 1,
					"presentation_rect": [
						30.0,
						620.0,
						6.0,
						90.0
					]
				}
			},
			{
				"box": {
					"id": "obj-66",
					"maxclass": "panel",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						470.0,
						790.0,
						60.0,
						40.0
					],
					"background": 1,
					"bgcolor": [
						0.137,
						0.149,
						0.184,
						1.0
					],
					"rounded": 10,
					"border": 0,
					"mode": 0,
					"presentation": 1,
					"presentation_rect": [
						30.0,
						620.0,
						290.0,
						90.0
					]
				}
			},
			{
				"box": {
					"id": "obj-65",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1360.0,
						110.0,
						120.0,
						22.0
					],
					"text": "help descant.server"
				}
			},
			{
				"box": {
					"id": "obj-64",
					"maxclass": "textbutton",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						"int"
					],
					"patching_rect": [
						1360.0,
						60.0,
						150.0,
						24.0
					],
					"text": "descant.server",
					"parameter_enable": 0,
					"bgcolor": [
						0.137,
						0.149,
						0.184,
						1.0
					],
					"bgovercolor": [
						0.306,
						0.725,
						0.482,
						1.0
					],
					"textcolor": [
						0.95,
						0.95,
						0.95,
						1.0
					],
					"textovercolor": [
						0.137,
						0.149,
						0.184,
						1.0
					],
					"fontface": 1,
					"fontsize": 16.0,
					"align": 0,
					"rounded": 6.0,
					"presentation": 1,
					"presentation_rect": [
						654.0,
						527.0,
						262.0,
						32.0
					]
				}
			},
			{
				"box": {
					"id": "obj-63",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						190.0,
						790.0,
						262.0,
						21.0
					],
					"text": "Where Descant sounds, on which buses",
					"fontsize": 13.0,
					"textcolor": [
						0.66,
						0.69,
						0.75,
						1.0
					],
					"presentation": 1,
					"presentation_rect": [
						658.0,
						567.0,
						262.0,
						21.0
					]
				}
			},
			{
				"box": {
					"id": "obj-62",
					"maxclass": "panel",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						115.0,
						790.0,
						60.0,
						40.0
					],
					"background": 1,
					"bgcolor": [
						0.306,
						0.725,
						0.482,
						1.0
					],
					"rounded": 3,
					"border": 0,
					"mode": 0,
					"presentation": 1,
					"presentation_rect": [
						640.0,
						515.0,
						6.0,
						90.0
					]
				}
			},
			{
				"box": {
					"id": "obj-61",
					"maxclass": "panel",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						40.0,
						790.0,
						60.0,
						40.0
					],
					"background": 1,
					"bgcolor": [
						0.137,
						0.149,
						0.184,
						1.0
					],
					"rounded": 10,
					"border": 0,
					"mode": 0,
					"presentation": 1,
					"presentation_rect": [
						640.0,
						515.0,
						290.0,
						90.0
					]
				}
			},
			{
				"box": {
					"id": "obj-60",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1195.0,
						110.0,
						115.0,
						22.0
					],
					"text": "help descant.video"
				}
			},
			{
				"box": {
					"id": "obj-59",
					"maxclass": "textbutton",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						"int"
					],
					"patching_rect": [
						1195.0,
						60.0,
						150.0,
						24.0
					],
					"text": "descant.video",
					"parameter_enable": 0,
					"bgcolor": [
						0.137,
						0.149,
						0.184,
						1.0
					],
					"bgovercolor": [
						0.42,
						0.62,
						0.93,
						1.0
					],
					"textcolor": [
						0.95,
						0.95,
						0.95,
						1.0
					],
					"textovercolor": [
						0.137,
						0.149,
						0.184,
						1.0
					],
					"fontface": 1,
					"fontsize": 16.0,
					"align": 0,
					"rounded": 6.0,
					"presentation": 1,
					"presentation_rect": [
						349.0,
						527.0,
						262.0,
						32.0
					]
				}
			},
			{
				"box": {
					"id": "obj-58",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						975.0,
						735.0,
						262.0,
						21.0
					],
					"text": "The picture that learning pulls apart",
					"fontsize": 13.0,
					"textcolor": [
						0.66,
						0.69,
						0.75,
						1.0
					],
					"presentation": 1,
					"presentation_rect": [
						353.0,
						567.0,
						262.0,
						21.0
					]
				}
			},
			{
				"box": {
					"id": "obj-57",
					"maxclass": "panel",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						900.0,
						735.0,
						60.0,
						40.0
					],
					"background": 1,
					"bgcolor": [
						0.42,
						0.62,
						0.93,
						1.0
					],
					"rounded": 3,
					"border": 0,
					"mode": 0,
					"presentation": 1,
					"presentation_rect": [
						335.0,
						515.0,
						6.0,
						90.0
					]
				}
			},
			{
				"box": {
					"id": "obj-56",
					"maxclass": "panel",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						825.0,
						735.0,
						60.0,
						40.0
					],
					"background": 1,
					"bgcolor": [
						0.137,
						0.149,
						0.184,
						1.0
					],
					"rounded": 10,
					"border": 0,
					"mode": 0,
					"presentation": 1,
					"presentation_rect": [
						335.0,
						515.0,
						290.0,
						90.0
					]
				}
			},
			{
				"box": {
					"id": "obj-55",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1030.0,
						110.0,
						110.0,
						22.0
					],
					"text": "help descant.learn"
				}
			},
			{
				"box": {
					"id": "obj-54",
					"maxclass": "textbutton",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						"int"
					],
					"patching_rect": [
						1030.0,
						60.0,
						150.0,
						24.0
					],
					"text": "descant.learn",
					"parameter_enable": 0,
					"bgcolor": [
						0.137,
						0.149,
						0.184,
						1.0
					],
					"bgovercolor": [
						0.42,
						0.62,
						0.93,
						1.0
					],
					"textcolor": [
						0.95,
						0.95,
						0.95,
						1.0
					],
					"textovercolor": [
						0.137,
						0.149,
						0.184,
						1.0
					],
					"fontface": 1,
					"fontsize": 16.0,
					"align": 0,
					"rounded": 6.0,
					"presentation": 1,
					"presentation_rect": [
						44.0,
						527.0,
						262.0,
						32.0
					]
				}
			},
			{
				"box": {
					"id": "obj-53",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						545.0,
						735.0,
						262.0,
						21.0
					],
					"text": "Teach it a curve of your own",
					"fontsize": 13.0,
					"textcolor": [
						0.66,
						0.69,
						0.75,
						1.0
					],
					"presentation": 1,
					"presentation_rect": [
						48.0,
						567.0,
						262.0,
						21.0
					]
				}
			},
			{
				"box": {
					"id": "obj-52",
					"maxclass": "panel",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						470.0,
						735.0,
						60.0,
						40.0
					],
					"background": 1,
					"bgcolor": [
						0.42,
						0.62,
						0.93,
						1.0
					],
					"rounded": 3,
					"border": 0,
					"mode": 0,
					"presentation": 1,
					"presentation_rect": [
						30.0,
						515.0,
						6.0,
						90.0
					]
				}
			},
			{
				"box": {
					"id": "obj-51",
					"maxclass": "panel",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						395.0,
						735.0,
						60.0,
						40.0
					],
					"background": 1,
					"bgcolor": [
						0.137,
						0.149,
						0.184,
						1.0
					],
					"rounded": 10,
					"border": 0,
					"mode": 0,
					"presentation": 1,
					"presentation_rect": [
						30.0,
						515.0,
						290.0,
						90.0
					]
				}
			},
			{
				"box": {
					"id": "obj-50",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						865.0,
						110.0,
						110.0,
						22.0
					],
					"text": "help descant.clock"
				}
			},
			{
				"box": {
					"id": "obj-49",
					"maxclass": "textbutton",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						"int"
					],
					"patching_rect": [
						865.0,
						60.0,
						150.0,
						24.0
					],
					"text": "descant.clock",
					"parameter_enable": 0,
					"bgcolor": [
						0.137,
						0.149,
						0.184,
						1.0
					],
					"bgovercolor": [
						0.42,
						0.62,
						0.93,
						1.0
					],
					"textcolor": [
						0.95,
						0.95,
						0.95,
						1.0
					],
					"textovercolor": [
						0.137,
						0.149,
						0.184,
						1.0
					],
					"fontface": 1,
					"fontsize": 16.0,
					"align": 0,
					"rounded": 6.0,
					"presentation": 1,
					"presentation_rect": [
						654.0,
						422.0,
						262.0,
						32.0
					]
				}
			},
			{
				"box": {
					"id": "obj-48",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						115.0,
						735.0,
						262.0,
						21.0
					],
					"text": "Let sequencers keep the transport's time",
					"fontsize": 13.0,
					"textcolor": [
						0.66,
						0.69,
						0.75,
						1.0
					],
					"presentation": 1,
					"presentation_rect": [
						658.0,
						462.0,
						262.0,
						21.0
					]
				}
			},
			{
				"box": {
					"id": "obj-47",
					"maxclass": "panel",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						40.0,
						735.0,
						60.0,
						40.0
					],
					"background": 1,
					"bgcolor": [
						0.42,
						0.62,
						0.93,
						1.0
					],
					"rounded": 3,
					"border": 0,
					"mode": 0,
					"presentation": 1,
					"presentation_rect": [
						640.0,
						410.0,
						6.0,
						90.0
					]
				}
			},
			{
				"box": {
					"id": "obj-46",
					"maxclass": "panel",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1180.0,
						680.0,
						60.0,
						40.0
					],
					"background": 1,
					"bgcolor": [
						0.137,
						0.149,
						0.184,
						1.0
					],
					"rounded": 10,
					"border": 0,
					"mode": 0,
					"presentation": 1,
					"presentation_rect": [
						640.0,
						410.0,
						290.0,
						90.0
					]
				}
			},
			{
				"box": {
					"id": "obj-45",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						700.0,
						110.0,
						105.0,
						22.0
					],
					"text": "help descant.pad"
				}
			},
			{
				"box": {
					"id": "obj-44",
					"maxclass": "textbutton",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						"int"
					],
					"patching_rect": [
						700.0,
						60.0,
						150.0,
						24.0
					],
					"text": "descant.pad",
					"parameter_enable": 0,
					"bgcolor": [
						0.137,
						0.149,
						0.184,
						1.0
					],
					"bgovercolor": [
						0.42,
						0.62,
						0.93,
						1.0
					],
					"textcolor": [
						0.95,
						0.95,
						0.95,
						1.0
					],
					"textovercolor": [
						0.137,
						0.149,
						0.184,
						1.0
					],
					"fontface": 1,
					"fontsize": 16.0,
					"align": 0,
					"rounded": 6.0,
					"presentation": 1,
					"presentation_rect": [
						349.0,
						422.0,
						262.0,
						32.0
					]
				}
			},
			{
				"box": {
					"id": "obj-43",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						900.0,
						680.0,
						262.0,
						21.0
					],
					"text": "Move the point of a part by hand",
					"fontsize": 13.0,
					"textcolor": [
						0.66,
						0.69,
						0.75,
						1.0
					],
					"presentation": 1,
					"presentation_rect": [
						353.0,
						462.0,
						262.0,
						21.0
					]
				}
			},
			{
				"box": {
					"id": "obj-42",
					"maxclass": "panel",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						825.0,
						680.0,
						60.0,
						40.0
					],
					"background": 1,
					"bgcolor": [
						0.42,
						0.62,
						0.93,
						1.0
					],
					"rounded": 3,
					"border": 0,
					"mode": 0,
					"presentation": 1,
					"presentation_rect": [
						335.0,
						410.0,
						6.0,
						90.0
					]
				}
			},
			{
				"box": {
					"id": "obj-41",
					"maxclass": "panel",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						750.0,
						680.0,
						60.0,
						40.0
					],
					"background": 1,
					"bgcolor": [
						0.137,
						0.149,
						0.184,
						1.0
					],
					"rounded": 10,
					"border": 0,
					"mode": 0,
					"presentation": 1,
					"presentation_rect": [
						335.0,
						410.0,
						290.0,
						90.0
					]
				}
			},
			{
				"box": {
					"id": "obj-40",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						535.0,
						110.0,
						105.0,
						22.0
					],
					"text": "help descant.cue"
				}
			},
			{
				"box": {
					"id": "obj-39",
					"maxclass": "textbutton",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						"int"
					],
					"patching_rect": [
						535.0,
						60.0,
						150.0,
						24.0
					],
					"text": "descant.cue",
					"parameter_enable": 0,
					"bgcolor": [
						0.137,
						0.149,
						0.184,
						1.0
					],
					"bgovercolor": [
						1.0,
						0.788,
						0.471,
						1.0
					],
					"textcolor": [
						0.95,
						0.95,
						0.95,
						1.0
					],
					"textovercolor": [
						0.137,
						0.149,
						0.184,
						1.0
					],
					"fontface": 1,
					"fontsize": 16.0,
					"align": 0,
					"rounded": 6.0,
					"presentation": 1,
					"presentation_rect": [
						44.0,
						422.0,
						262.0,
						32.0
					]
				}
			},
			{
				"box": {
					"id": "obj-38",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						470.0,
						680.0,
						262.0,
						21.0
					],
					"text": "GO, and where one is in the piece",
					"fontsize": 13.0,
					"textcolor": [
						0.66,
						0.69,
						0.75,
						1.0
					],
					"presentation": 1,
					"presentation_rect": [
						48.0,
						462.0,
						262.0,
						21.0
					]
				}
			},
			{
				"box": {
					"id": "obj-37",
					"maxclass": "panel",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						395.0,
						680.0,
						60.0,
						40.0
					],
					"background": 1,
					"bgcolor": [
						1.0,
						0.788,
						0.471,
						1.0
					],
					"rounded": 3,
					"border": 0,
					"mode": 0,
					"presentation": 1,
					"presentation_rect": [
						30.0,
						410.0,
						6.0,
						90.0
					]
				}
			},
			{
				"box": {
					"id": "obj-36",
					"maxclass": "panel",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						320.0,
						680.0,
						60.0,
						40.0
					],
					"background": 1,
					"bgcolor": [
						0.137,
						0.149,
						0.184,
						1.0
					],
					"rounded": 10,
					"border": 0,
					"mode": 0,
					"presentation": 1,
					"presentation_rect": [
						30.0,
						410.0,
						290.0,
						90.0
					]
				}
			},
			{
				"box": {
					"id": "obj-35",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						370.0,
						110.0,
						140.0,
						22.0
					],
					"text": "help descant.parameter"
				}
			},
			{
				"box": {
					"id": "obj-34",
					"maxclass": "textbutton",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						"int"
					],
					"patching_rect": [
						370.0,
						60.0,
						150.0,
						24.0
					],
					"text": "descant.parameter",
					"parameter_enable": 0,
					"bgcolor": [
						0.137,
						0.149,
						0.184,
						1.0
					],
					"bgovercolor": [
						1.0,
						0.788,
						0.471,
						1.0
					],
					"textcolor": [
						0.95,
						0.95,
						0.95,
						1.0
					],
					"textovercolor": [
						0.137,
						0.149,
						0.184,
						1.0
					],
					"fontface": 1,
					"fontsize": 16.0,
					"align": 0,
					"rounded": 6.0,
					"presentation": 1,
					"presentation_rect": [
						654.0,
						317.0,
						262.0,
						32.0
					]
				}
			},
			{
				"box": {
					"id": "obj-33",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						40.0,
						680.0,
						262.0,
						21.0
					],
					"text": "Something of the piece that can be set",
					"fontsize": 13.0,
					"textcolor": [
						0.66,
						0.69,
						0.75,
						1.0
					],
					"presentation": 1,
					"presentation_rect": [
						658.0,
						357.0,
						262.0,
						21.0
					]
				}
			},
			{
				"box": {
					"id": "obj-32",
					"maxclass": "panel",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1170.0,
						625.0,
						60.0,
						40.0
					],
					"background": 1,
					"bgcolor": [
						1.0,
						0.788,
						0.471,
						1.0
					],
					"rounded": 3,
					"border": 0,
					"mode": 0,
					"presentation": 1,
					"presentation_rect": [
						640.0,
						305.0,
						6.0,
						90.0
					]
				}
			},
			{
				"box": {
					"id": "obj-31",
					"maxclass": "panel",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1095.0,
						625.0,
						60.0,
						40.0
					],
					"background": 1,
					"bgcolor": [
						0.137,
						0.149,
						0.184,
						1.0
					],
					"rounded": 10,
					"border": 0,
					"mode": 0,
					"presentation": 1,
					"presentation_rect": [
						640.0,
						305.0,
						290.0,
						90.0
					]
				}
			},
			{
				"box": {
					"id": "obj-30",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						205.0,
						110.0,
						120.0,
						22.0
					],
					"text": "help descant.stream"
				}
			},
			{
				"box": {
					"id": "obj-29",
					"maxclass": "textbutton",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						"int"
					],
					"patching_rect": [
						205.0,
						60.0,
						150.0,
						24.0
					],
					"text": "descant.stream",
					"parameter_enable": 0,
					"bgcolor": [
						0.137,
						0.149,
						0.184,
						1.0
					],
					"bgovercolor": [
						0.42,
						0.62,
						0.93,
						1.0
					],
					"textcolor": [
						0.95,
						0.95,
						0.95,
						1.0
					],
					"textovercolor": [
						0.137,
						0.149,
						0.184,
						1.0
					],
					"fontface": 1,
					"fontsize": 16.0,
					"align": 0,
					"rounded": 6.0,
					"presentation": 1,
					"presentation_rect": [
						349.0,
						317.0,
						262.0,
						32.0
					]
				}
			},
			{
				"box": {
					"id": "obj-28",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						815.0,
						625.0,
						262.0,
						21.0
					],
					"text": "What happens inside a learner, as numbers",
					"fontsize": 13.0,
					"textcolor": [
						0.66,
						0.69,
						0.75,
						1.0
					],
					"presentation": 1,
					"presentation_rect": [
						353.0,
						357.0,
						262.0,
						21.0
					]
				}
			},
			{
				"box": {
					"id": "obj-27",
					"maxclass": "panel",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						740.0,
						625.0,
						60.0,
						40.0
					],
					"background": 1,
					"bgcolor": [
						0.42,
						0.62,
						0.93,
						1.0
					],
					"rounded": 3,
					"border": 0,
					"mode": 0,
					"presentation": 1,
					"presentation_rect": [
						335.0,
						305.0,
						6.0,
						90.0
					]
				}
			},
			{
				"box": {
					"id": "obj-26",
					"maxclass": "panel",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						665.0,
						625.0,
						60.0,
						40.0
					],
					"background": 1,
					"bgcolor": [
						0.137,
						0.149,
						0.184,
						1.0
					],
					"rounded": 10,
					"border": 0,
					"mode": 0,
					"presentation": 1,
					"presentation_rect": [
						335.0,
						305.0,
						290.0,
						90.0
					]
				}
			},
			{
				"box": {
					"id": "obj-25",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						40.0,
						110.0,
						125.0,
						22.0
					],
					"text": "help descant.connect"
				}
			},
			{
				"box": {
					"id": "obj-24",
					"maxclass": "textbutton",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						"int"
					],
					"patching_rect": [
						40.0,
						60.0,
						150.0,
						24.0
					],
					"text": "descant.connect",
					"parameter_enable": 0,
					"bgcolor": [
						0.137,
						0.149,
						0.184,
						1.0
					],
					"bgovercolor": [
						0.306,
						0.725,
						0.482,
						1.0
					],
					"textcolor": [
						0.95,
						0.95,
						0.95,
						1.0
					],
					"textovercolor": [
						0.137,
						0.149,
						0.184,
						1.0
					],
					"fontface": 1,
					"fontsize": 16.0,
					"align": 0,
					"rounded": 6.0,
					"presentation": 1,
					"presentation_rect": [
						44.0,
						317.0,
						262.0,
						32.0
					]
				}
			},
			{
				"box": {
					"id": "obj-23",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						385.0,
						625.0,
						262.0,
						21.0
					],
					"text": "The way to Descant, once in a patch",
					"fontsize": 13.0,
					"textcolor": [
						0.66,
						0.69,
						0.75,
						1.0
					],
					"presentation": 1,
					"presentation_rect": [
						48.0,
						357.0,
						262.0,
						21.0
					]
				}
			},
			{
				"box": {
					"id": "obj-22",
					"maxclass": "panel",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						310.0,
						625.0,
						60.0,
						40.0
					],
					"background": 1,
					"bgcolor": [
						0.306,
						0.725,
						0.482,
						1.0
					],
					"rounded": 3,
					"border": 0,
					"mode": 0,
					"presentation": 1,
					"presentation_rect": [
						30.0,
						305.0,
						6.0,
						90.0
					]
				}
			},
			{
				"box": {
					"id": "obj-21",
					"maxclass": "panel",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						235.0,
						625.0,
						60.0,
						40.0
					],
					"background": 1,
					"bgcolor": [
						0.137,
						0.149,
						0.184,
						1.0
					],
					"rounded": 10,
					"border": 0,
					"mode": 0,
					"presentation": 1,
					"presentation_rect": [
						30.0,
						305.0,
						290.0,
						90.0
					]
				}
			},
			{
				"box": {
					"id": "obj-20",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						40.0,
						190.0,
						55.0,
						22.0
					],
					"text": "pcontrol"
				}
			},
			{
				"box": {
					"id": "obj-19",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						40.0,
						625.0,
						180.0,
						34.0
					],
					"text": "lit: Descant is there\ngrey: it is away",
					"linecount": 2,
					"textcolor": [
						0.66,
						0.69,
						0.75,
						1.0
					],
					"presentation": 1,
					"presentation_rect": [
						755.0,
						144.0,
						180.0,
						34.0
					]
				}
			},
			{
				"box": {
					"id": "obj-18",
					"maxclass": "led",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"int"
					],
					"patching_rect": [
						40.0,
						390.0,
						24.0,
						24.0
					],
					"parameter_enable": 0,
					"oncolor": [
						0.306,
						0.725,
						0.482,
						1.0
					],
					"offcolor": [
						0.35,
						0.35,
						0.38,
						1.0
					],
					"presentation": 1,
					"presentation_rect": [
						720.0,
						148.0,
						28.0,
						28.0
					]
				}
			},
			{
				"box": {
					"id": "obj-17",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						190.0,
						290.0,
						35.0,
						22.0
					],
					"text": "quit"
				}
			},
			{
				"box": {
					"id": "obj-16",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						40.0,
						290.0,
						35.0,
						22.0
					],
					"text": "start"
				}
			},
			{
				"box": {
					"id": "obj-15",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"int",
						""
					],
					"patching_rect": [
						40.0,
						345.0,
						138.0,
						22.0
					],
					"text": "descant.connect"
				}
			},
			{
				"box": {
					"id": "obj-14",
					"maxclass": "textbutton",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						"int"
					],
					"patching_rect": [
						190.0,
						240.0,
						130.0,
						24.0
					],
					"text": "Quit",
					"parameter_enable": 0,
					"bgcolor": [
						1.0,
						0.788,
						0.471,
						1.0
					],
					"bgovercolor": [
						0.95,
						0.95,
						0.95,
						1.0
					],
					"textcolor": [
						0.09,
						0.09,
						0.11,
						1.0
					],
					"textovercolor": [
						0.09,
						0.09,
						0.11,
						1.0
					],
					"fontface": 1,
					"rounded": 8.0,
					"presentation": 1,
					"presentation_rect": [
						845.0,
						68.0,
						65.0,
						36.0
					]
				}
			},
			{
				"box": {
					"id": "obj-13",
					"maxclass": "textbutton",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						"int"
					],
					"patching_rect": [
						40.0,
						240.0,
						130.0,
						24.0
					],
					"text": "Start",
					"parameter_enable": 0,
					"bgcolor": [
						1.0,
						0.788,
						0.471,
						1.0
					],
					"bgovercolor": [
						0.95,
						0.95,
						0.95,
						1.0
					],
					"textcolor": [
						0.09,
						0.09,
						0.11,
						1.0
					],
					"textovercolor": [
						0.09,
						0.09,
						0.11,
						1.0
					],
					"fontface": 1,
					"rounded": 8.0,
					"presentation": 1,
					"presentation_rect": [
						720.0,
						68.0,
						115.0,
						36.0
					]
				}
			},
			{
				"box": {
					"id": "obj-12",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1060.0,
						555.0,
						180.0,
						21.0
					],
					"text": "Conduct and listen.",
					"fontsize": 13.0,
					"textcolor": [
						0.95,
						0.95,
						0.95,
						1.0
					],
					"presentation": 1,
					"presentation_rect": [
						740.0,
						202.0,
						180.0,
						21.0
					]
				}
			},
			{
				"box": {
					"id": "obj-11",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1020.0,
						555.0,
						25.0,
						24.0
					],
					"text": "3",
					"fontsize": 16.0,
					"textcolor": [
						1.0,
						0.788,
						0.471,
						1.0
					],
					"fontface": 1,
					"presentation": 1,
					"presentation_rect": [
						715.0,
						200.0,
						25.0,
						24.0
					]
				}
			},
			{
				"box": {
					"id": "obj-10",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						825.0,
						555.0,
						180.0,
						21.0
					],
					"text": "Wait for the light.",
					"fontsize": 13.0,
					"textcolor": [
						0.95,
						0.95,
						0.95,
						1.0
					],
					"presentation": 1,
					"presentation_rect": [
						740.0,
						122.0,
						180.0,
						21.0
					]
				}
			},
			{
				"box": {
					"id": "obj-9",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						785.0,
						555.0,
						25.0,
						24.0
					],
					"text": "2",
					"fontsize": 16.0,
					"textcolor": [
						1.0,
						0.788,
						0.471,
						1.0
					],
					"fontface": 1,
					"presentation": 1,
					"presentation_rect": [
						715.0,
						120.0,
						25.0,
						24.0
					]
				}
			},
			{
				"box": {
					"id": "obj-8",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						590.0,
						555.0,
						180.0,
						21.0
					],
					"text": "Start it. A phrase plays.",
					"fontsize": 13.0,
					"textcolor": [
						0.95,
						0.95,
						0.95,
						1.0
					],
					"presentation": 1,
					"presentation_rect": [
						740.0,
						42.0,
						180.0,
						21.0
					]
				}
			},
			{
				"box": {
					"id": "obj-7",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						550.0,
						555.0,
						25.0,
						24.0
					],
					"text": "1",
					"fontsize": 16.0,
					"textcolor": [
						1.0,
						0.788,
						0.471,
						1.0
					],
					"fontface": 1,
					"presentation": 1,
					"presentation_rect": [
						715.0,
						40.0,
						25.0,
						24.0
					]
				}
			},
			{
				"box": {
					"id": "obj-6",
					"maxclass": "panel",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						475.0,
						555.0,
						60.0,
						40.0
					],
					"background": 1,
					"bgcolor": [
						0.137,
						0.149,
						0.184,
						1.0
					],
					"rounded": 10,
					"border": 0,
					"mode": 0,
					"presentation": 1,
					"presentation_rect": [
						700.0,
						25.0,
						230.0,
						260.0
					]
				}
			},
			{
				"box": {
					"id": "obj-5",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						40.0,
						555.0,
						420.0,
						54.0
					],
					"text": "Small neural networks learn while you play. How wrong they still are is heard, which way they are going is seen, and every number of it is yours: for a pitch, a filter, a tempo, a picture.",
					"fontsize": 14.0,
					"linecount": 3,
					"textcolor": [
						0.66,
						0.69,
						0.75,
						1.0
					],
					"presentation": 1,
					"presentation_rect": [
						243.0,
						130.0,
						420.0,
						54.0
					]
				}
			},
			{
				"box": {
					"id": "obj-4",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						530.0,
						480.0,
						300.0,
						28.0
					],
					"text": "Play the learning.",
					"fontsize": 20.0,
					"textcolor": [
						1.0,
						0.788,
						0.471,
						1.0
					],
					"presentation": 1,
					"presentation_rect": [
						243.0,
						92.0,
						300.0,
						28.0
					]
				}
			},
			{
				"box": {
					"id": "obj-3",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						115.0,
						480.0,
						400.0,
						60.0
					],
					"text": "Descant",
					"fontsize": 48.0,
					"textcolor": [
						0.95,
						0.95,
						0.95,
						1.0
					],
					"fontface": 1,
					"presentation": 1,
					"presentation_rect": [
						240.0,
						30.0,
						400.0,
						60.0
					]
				}
			},
			{
				"box": {
					"id": "obj-2",
					"maxclass": "fpic",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"jit_matrix"
					],
					"patching_rect": [
						400.0,
						240.0,
						120.0,
						120.0
					],
					"pic": "descant.knot.png",
					"autofit": 1,
					"forceaspect": 1,
					"presentation": 1,
					"presentation_rect": [
						30.0,
						25.0,
						190.0,
						190.0
					]
				}
			},
			{
				"box": {
					"id": "obj-1",
					"maxclass": "panel",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						40.0,
						480.0,
						60.0,
						40.0
					],
					"background": 1,
					"bgcolor": [
						0.086,
						0.094,
						0.118,
						1.0
					],
					"rounded": 0,
					"border": 0,
					"mode": 0,
					"presentation": 1,
					"presentation_rect": [
						0.0,
						0.0,
						960.0,
						745.0
					]
				}
			},
			{
				"box": {
					"id": "obj-73",
					"maxclass": "panel",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						25.0,
						465.0,
						1240.0,
						380.0
					],
					"background": 1,
					"bgcolor": [
						0.086,
						0.094,
						0.118,
						1.0
					],
					"rounded": 10,
					"border": 0,
					"mode": 0
				}
			}
		],
		"lines": [
			{
				"patchline": {
					"destination": [
						"obj-16",
						0
					],
					"source": [
						"obj-13",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-15",
						0
					],
					"source": [
						"obj-16",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-17",
						0
					],
					"source": [
						"obj-14",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-15",
						0
					],
					"source": [
						"obj-17",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-18",
						0
					],
					"source": [
						"obj-15",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-25",
						0
					],
					"source": [
						"obj-24",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-20",
						0
					],
					"source": [
						"obj-25",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-30",
						0
					],
					"source": [
						"obj-29",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-20",
						0
					],
					"source": [
						"obj-30",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-35",
						0
					],
					"source": [
						"obj-34",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-20",
						0
					],
					"source": [
						"obj-35",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-40",
						0
					],
					"source": [
						"obj-39",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-20",
						0
					],
					"source": [
						"obj-40",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-45",
						0
					],
					"source": [
						"obj-44",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-20",
						0
					],
					"source": [
						"obj-45",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-50",
						0
					],
					"source": [
						"obj-49",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-20",
						0
					],
					"source": [
						"obj-50",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-55",
						0
					],
					"source": [
						"obj-54",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-20",
						0
					],
					"source": [
						"obj-55",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-60",
						0
					],
					"source": [
						"obj-59",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-20",
						0
					],
					"source": [
						"obj-60",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-65",
						0
					],
					"source": [
						"obj-64",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-20",
						0
					],
					"source": [
						"obj-65",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-70",
						0
					],
					"source": [
						"obj-69",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-20",
						0
					],
					"source": [
						"obj-70",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-72",
						0
					],
					"source": [
						"obj-71",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-20",
						0
					],
					"source": [
						"obj-72",
						0
					]
				}
			}
		]
	}
}
