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
			900.0,
			640.0
		],
		"openinpresentation": 0,
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
		"showrootpatcherontab": 0,
		"showontab": 0,
		"boxes": [
			{
				"box": {
					"id": "obj-3",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 0,
					"patching_rect": [
						220.0,
						20.0,
						30.0,
						22.0
					],
					"text": "p ?",
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
							900.0,
							640.0
						],
						"openinpresentation": 0,
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
						"showontab": 1,
						"boxes": [
							{
								"box": {
									"id": "obj-47",
									"maxclass": "panel",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										20.0,
										260.0,
										245.0,
										215.0
									],
									"background": 1,
									"bgcolor": [
										0.945,
										0.945,
										0.945,
										1.0
									],
									"rounded": 8,
									"border": 0,
									"mode": 0
								}
							},
							{
								"box": {
									"id": "obj-46",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										30.0,
										444.0,
										225.0,
										19.0
									],
									"text": "of Max: pattrstorage"
								}
							},
							{
								"box": {
									"id": "obj-45",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										30.0,
										412.0,
										55.0,
										22.0
									],
									"text": "pcontrol"
								}
							},
							{
								"box": {
									"id": "obj-44",
									"maxclass": "message",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										60.0,
										370.0,
										125.0,
										22.0
									],
									"text": "load Descant.maxpat"
								}
							},
							{
								"box": {
									"id": "obj-43",
									"maxclass": "message",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										45.0,
										335.0,
										125.0,
										22.0
									],
									"text": "help descant.connect"
								}
							},
							{
								"box": {
									"id": "obj-42",
									"maxclass": "message",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										30.0,
										300.0,
										140.0,
										22.0
									],
									"text": "help descant.parameter"
								}
							},
							{
								"box": {
									"id": "obj-41",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										30.0,
										268.0,
										225.0,
										22.0
									],
									"text": "Go on with",
									"fontsize": 14.0,
									"fontface": 1
								}
							},
							{
								"box": {
									"id": "obj-40",
									"maxclass": "panel",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										20.0,
										120.0,
										245.0,
										125.0
									],
									"background": 1,
									"bgcolor": [
										0.945,
										0.945,
										0.945,
										1.0
									],
									"rounded": 8,
									"border": 0,
									"mode": 0
								}
							},
							{
								"box": {
									"id": "obj-39",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										30.0,
										128.0,
										225.0,
										22.0
									],
									"text": "Nothing comes?",
									"fontsize": 14.0,
									"fontface": 1
								}
							},
							{
								"box": {
									"id": "obj-38",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										30.0,
										155.0,
										225.0,
										74.0
									],
									"text": "The light is grey: Descant is away. Click start in the first tab, and read the Max console: it says in one line what is wrong and what to do. Grey with the light lit: the piece that plays has no such name.",
									"linecount": 5
								}
							},
							{
								"box": {
									"id": "obj-37",
									"maxclass": "panel",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										285.0,
										375.0,
										595.0,
										230.0
									],
									"background": 1,
									"bgcolor": [
										0.945,
										0.945,
										0.945,
										1.0
									],
									"rounded": 8,
									"border": 0,
									"mode": 0
								}
							},
							{
								"box": {
									"id": "obj-36",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										525.0,
										565.0,
										340.0,
										34.0
									],
									"text": "what was refused and why, one a second at most; the Max console says it too",
									"linecount": 2
								}
							},
							{
								"box": {
									"id": "obj-35",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										300.0,
										565.0,
										215.0,
										19.0
									],
									"text": "3   error TEXT COUNT",
									"fontface": 1
								}
							},
							{
								"box": {
									"id": "obj-34",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										525.0,
										545.0,
										340.0,
										19.0
									],
									"text": "the last fade ends in so many seconds, of so many"
								}
							},
							{
								"box": {
									"id": "obj-33",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										300.0,
										545.0,
										215.0,
										19.0
									],
									"text": "3   fade LEFT OF",
									"fontface": 1
								}
							},
							{
								"box": {
									"id": "obj-32",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										525.0,
										510.0,
										340.0,
										19.0
									],
									"text": "that cue begins by itself in so many seconds"
								}
							},
							{
								"box": {
									"id": "obj-31",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										300.0,
										510.0,
										215.0,
										34.0
									],
									"text": "3   wait NUMBER NAME SECONDS",
									"linecount": 2,
									"fontface": 1
								}
							},
							{
								"box": {
									"id": "obj-30",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										525.0,
										490.0,
										340.0,
										19.0
									],
									"text": "a GO too soon after the last one, a cue that is not there"
								}
							},
							{
								"box": {
									"id": "obj-29",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										300.0,
										490.0,
										215.0,
										19.0
									],
									"text": "3   refused REASON OF",
									"fontface": 1
								}
							},
							{
								"box": {
									"id": "obj-28",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										525.0,
										470.0,
										340.0,
										19.0
									],
									"text": "that were all"
								}
							},
							{
								"box": {
									"id": "obj-27",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										300.0,
										470.0,
										215.0,
										19.0
									],
									"text": "2   end COUNT",
									"fontface": 1
								}
							},
							{
								"box": {
									"id": "obj-26",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										525.0,
										450.0,
										340.0,
										19.0
									],
									"text": "one cue of the piece"
								}
							},
							{
								"box": {
									"id": "obj-25",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										300.0,
										450.0,
										215.0,
										19.0
									],
									"text": "2   entry NUMBER NAME NOTES",
									"fontface": 1
								}
							},
							{
								"box": {
									"id": "obj-24",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										525.0,
										413.0,
										340.0,
										19.0
									],
									"text": "this is the cue now; after the last one NEXT is 0"
								}
							},
							{
								"box": {
									"id": "obj-23",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										300.0,
										413.0,
										215.0,
										34.0
									],
									"text": "1   cue NUMBER NAME NEXT NEXTNAME",
									"linecount": 2,
									"fontface": 1
								}
							},
							{
								"box": {
									"id": "obj-22",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										300.0,
										383.0,
										300.0,
										22.0
									],
									"text": "What it says",
									"fontsize": 14.0,
									"fontface": 1
								}
							},
							{
								"box": {
									"id": "obj-21",
									"maxclass": "panel",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										285.0,
										120.0,
										595.0,
										240.0
									],
									"background": 1,
									"bgcolor": [
										0.945,
										0.945,
										0.945,
										1.0
									],
									"rounded": 8,
									"border": 0,
									"mode": 0
								}
							},
							{
								"box": {
									"id": "obj-20",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										525.0,
										335.0,
										340.0,
										19.0
									],
									"text": "1 holds all learning still, 0 lets it go on and ends a panic"
								}
							},
							{
								"box": {
									"id": "obj-19",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										300.0,
										335.0,
										215.0,
										19.0
									],
									"text": "freeze ON",
									"fontface": 1
								}
							},
							{
								"box": {
									"id": "obj-18",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										525.0,
										315.0,
										340.0,
										19.0
									],
									"text": "do that again"
								}
							},
							{
								"box": {
									"id": "obj-17",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										300.0,
										315.0,
										215.0,
										19.0
									],
									"text": "redo",
									"fontface": 1
								}
							},
							{
								"box": {
									"id": "obj-16",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										525.0,
										280.0,
										340.0,
										34.0
									],
									"text": "take back what a hand did to parameters last; not what a cue did",
									"linecount": 2
								}
							},
							{
								"box": {
									"id": "obj-15",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										300.0,
										280.0,
										215.0,
										19.0
									],
									"text": "undo",
									"fontface": 1
								}
							},
							{
								"box": {
									"id": "obj-14",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										525.0,
										260.0,
										340.0,
										19.0
									],
									"text": "fade to silence; a second time, at once"
								}
							},
							{
								"box": {
									"id": "obj-13",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										300.0,
										260.0,
										215.0,
										19.0
									],
									"text": "panic",
									"fontface": 1
								}
							},
							{
								"box": {
									"id": "obj-12",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										525.0,
										240.0,
										340.0,
										19.0
									],
									"text": "ask for all cues"
								}
							},
							{
								"box": {
									"id": "obj-11",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										300.0,
										240.0,
										215.0,
										19.0
									],
									"text": "list",
									"fontface": 1
								}
							},
							{
								"box": {
									"id": "obj-10",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										525.0,
										220.0,
										340.0,
										19.0
									],
									"text": "make the present state a cue after this one"
								}
							},
							{
								"box": {
									"id": "obj-9",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										300.0,
										220.0,
										215.0,
										19.0
									],
									"text": "capture NAME",
									"fontface": 1
								}
							},
							{
								"box": {
									"id": "obj-8",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										525.0,
										200.0,
										340.0,
										19.0
									],
									"text": "go to a cue at once, by number or name"
								}
							},
							{
								"box": {
									"id": "obj-7",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										300.0,
										200.0,
										215.0,
										19.0
									],
									"text": "goto CUE",
									"fontface": 1
								}
							},
							{
								"box": {
									"id": "obj-6",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										525.0,
										180.0,
										340.0,
										19.0
									],
									"text": "return to the state in which the last cue was left"
								}
							},
							{
								"box": {
									"id": "obj-5",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										300.0,
										180.0,
										215.0,
										19.0
									],
									"text": "back",
									"fontface": 1
								}
							},
							{
								"box": {
									"id": "obj-4",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										525.0,
										158.0,
										340.0,
										19.0
									],
									"text": "go to the next cue; bang does the same"
								}
							},
							{
								"box": {
									"id": "obj-3",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										300.0,
										158.0,
										215.0,
										19.0
									],
									"text": "go",
									"fontface": 1
								}
							},
							{
								"box": {
									"id": "obj-2",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										300.0,
										128.0,
										300.0,
										22.0
									],
									"text": "What it understands",
									"fontsize": 14.0,
									"fontface": 1
								}
							},
							{
								"box": {
									"id": "obj-1",
									"maxclass": "jsui",
									"numinlets": 1,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										10.0,
										10.0,
										500.0,
										100.0
									],
									"filename": "helpdetails.js",
									"jsarguments": [
										"descant.cue"
									],
									"ignoreclick": 1,
									"border": 0,
									"parameter_enable": 0
								}
							}
						],
						"lines": [
							{
								"patchline": {
									"destination": [
										"obj-45",
										0
									],
									"source": [
										"obj-42",
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
										"obj-43",
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
							}
						]
					}
				}
			},
			{
				"box": {
					"id": "obj-2",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 0,
					"patching_rect": [
						120.0,
						20.0,
						50.0,
						22.0
					],
					"text": "p more",
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
							900.0,
							640.0
						],
						"openinpresentation": 0,
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
						"showontab": 1,
						"boxes": [
							{
								"box": {
									"id": "obj-29",
									"maxclass": "panel",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										285.0,
										120.0,
										595.0,
										500.0
									],
									"background": 1,
									"bgcolor": [
										0.945,
										0.945,
										0.945,
										1.0
									],
									"rounded": 8,
									"border": 0,
									"mode": 0
								}
							},
							{
								"box": {
									"id": "obj-28",
									"maxclass": "message",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										710.0,
										495.0,
										120.0,
										22.0
									],
									"text": ""
								}
							},
							{
								"box": {
									"id": "obj-27",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										710.0,
										455.0,
										75.0,
										22.0
									],
									"text": "prepend set"
								}
							},
							{
								"box": {
									"id": "obj-26",
									"maxclass": "newobj",
									"numinlets": 4,
									"numoutlets": 4,
									"outlettype": [
										"",
										"",
										"",
										""
									],
									"patching_rect": [
										710.0,
										415.0,
										138.0,
										22.0
									],
									"text": "route refused wait error"
								}
							},
							{
								"box": {
									"id": "obj-25",
									"maxclass": "umenu",
									"numinlets": 1,
									"numoutlets": 3,
									"outlettype": [
										"int",
										"",
										""
									],
									"patching_rect": [
										570.0,
										575.0,
										160.0,
										22.0
									],
									"parameter_enable": 0
								}
							},
							{
								"box": {
									"id": "obj-24",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										570.0,
										535.0,
										100.0,
										22.0
									],
									"text": "prepend append"
								}
							},
							{
								"box": {
									"id": "obj-23",
									"maxclass": "newobj",
									"numinlets": 2,
									"numoutlets": 2,
									"outlettype": [
										"",
										""
									],
									"patching_rect": [
										570.0,
										495.0,
										78.0,
										22.0
									],
									"text": "zl.slice 1"
								}
							},
							{
								"box": {
									"id": "obj-22",
									"maxclass": "newobj",
									"numinlets": 2,
									"numoutlets": 2,
									"outlettype": [
										"",
										""
									],
									"patching_rect": [
										510.0,
										455.0,
										78.0,
										22.0
									],
									"text": "zl.slice 1"
								}
							},
							{
								"box": {
									"id": "obj-21",
									"maxclass": "newobj",
									"numinlets": 3,
									"numoutlets": 3,
									"outlettype": [
										"",
										"",
										""
									],
									"patching_rect": [
										510.0,
										415.0,
										138.0,
										22.0
									],
									"text": "route entry end"
								}
							},
							{
								"box": {
									"id": "obj-20",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 3,
									"outlettype": [
										"",
										"",
										""
									],
									"patching_rect": [
										310.0,
										375.0,
										418.0,
										22.0
									],
									"text": "descant.cue"
								}
							},
							{
								"box": {
									"id": "obj-19",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										535.0,
										305.0,
										325.0,
										23.0
									],
									"text": "Fade to silence. Twice: at once.",
									"bubble": 1
								}
							},
							{
								"box": {
									"id": "obj-18",
									"maxclass": "textbutton",
									"numinlets": 1,
									"numoutlets": 3,
									"outlettype": [
										"",
										"",
										"int"
									],
									"patching_rect": [
										510.0,
										305.0,
										20.0,
										20.0
									],
									"text": "5",
									"bgcolor": [
										1.0,
										0.788,
										0.471,
										1.0
									],
									"textcolor": [
										0.2,
										0.2,
										0.2,
										1.0
									],
									"fontface": 1,
									"rounded": 60.0,
									"ignoreclick": 1,
									"hint": "",
									"parameter_enable": 0
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
										390.0,
										305.0,
										40.0,
										22.0
									],
									"text": "panic"
								}
							},
							{
								"box": {
									"id": "obj-16",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										535.0,
										265.0,
										325.0,
										23.0
									],
									"text": "... and goes on; it ends a panic too.",
									"bubble": 1
								}
							},
							{
								"box": {
									"id": "obj-15",
									"maxclass": "textbutton",
									"numinlets": 1,
									"numoutlets": 3,
									"outlettype": [
										"",
										"",
										"int"
									],
									"patching_rect": [
										510.0,
										265.0,
										20.0,
										20.0
									],
									"text": "4",
									"bgcolor": [
										1.0,
										0.788,
										0.471,
										1.0
									],
									"textcolor": [
										0.2,
										0.2,
										0.2,
										1.0
									],
									"fontface": 1,
									"rounded": 60.0,
									"ignoreclick": 1,
									"hint": "",
									"parameter_enable": 0
								}
							},
							{
								"box": {
									"id": "obj-14",
									"maxclass": "message",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										370.0,
										265.0,
										55.0,
										22.0
									],
									"text": "freeze 0"
								}
							},
							{
								"box": {
									"id": "obj-13",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										535.0,
										225.0,
										325.0,
										23.0
									],
									"text": "All learning stands still ...",
									"bubble": 1
								}
							},
							{
								"box": {
									"id": "obj-12",
									"maxclass": "textbutton",
									"numinlets": 1,
									"numoutlets": 3,
									"outlettype": [
										"",
										"",
										"int"
									],
									"patching_rect": [
										510.0,
										225.0,
										20.0,
										20.0
									],
									"text": "3",
									"bgcolor": [
										1.0,
										0.788,
										0.471,
										1.0
									],
									"textcolor": [
										0.2,
										0.2,
										0.2,
										1.0
									],
									"fontface": 1,
									"rounded": 60.0,
									"ignoreclick": 1,
									"hint": "",
									"parameter_enable": 0
								}
							},
							{
								"box": {
									"id": "obj-11",
									"maxclass": "message",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										350.0,
										225.0,
										55.0,
										22.0
									],
									"text": "freeze 1"
								}
							},
							{
								"box": {
									"id": "obj-10",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										535.0,
										180.0,
										325.0,
										38.0
									],
									"text": "The present state becomes the cue Storm, after this one.",
									"linecount": 2,
									"bubble": 1
								}
							},
							{
								"box": {
									"id": "obj-9",
									"maxclass": "textbutton",
									"numinlets": 1,
									"numoutlets": 3,
									"outlettype": [
										"",
										"",
										"int"
									],
									"patching_rect": [
										510.0,
										185.0,
										20.0,
										20.0
									],
									"text": "2",
									"bgcolor": [
										1.0,
										0.788,
										0.471,
										1.0
									],
									"textcolor": [
										0.2,
										0.2,
										0.2,
										1.0
									],
									"fontface": 1,
									"rounded": 60.0,
									"ignoreclick": 1,
									"hint": "",
									"parameter_enable": 0
								}
							},
							{
								"box": {
									"id": "obj-8",
									"maxclass": "message",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										330.0,
										185.0,
										90.0,
										22.0
									],
									"text": "capture Storm"
								}
							},
							{
								"box": {
									"id": "obj-7",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										535.0,
										145.0,
										325.0,
										23.0
									],
									"text": "All cues, into the menu.",
									"bubble": 1
								}
							},
							{
								"box": {
									"id": "obj-6",
									"maxclass": "textbutton",
									"numinlets": 1,
									"numoutlets": 3,
									"outlettype": [
										"",
										"",
										"int"
									],
									"patching_rect": [
										510.0,
										145.0,
										20.0,
										20.0
									],
									"text": "1",
									"bgcolor": [
										1.0,
										0.788,
										0.471,
										1.0
									],
									"textcolor": [
										0.2,
										0.2,
										0.2,
										1.0
									],
									"fontface": 1,
									"rounded": 60.0,
									"ignoreclick": 1,
									"hint": "",
									"parameter_enable": 0
								}
							},
							{
								"box": {
									"id": "obj-5",
									"maxclass": "message",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										310.0,
										145.0,
										30.0,
										22.0
									],
									"text": "list"
								}
							},
							{
								"box": {
									"id": "obj-4",
									"maxclass": "panel",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										20.0,
										120.0,
										245.0,
										110.0
									],
									"background": 1,
									"bgcolor": [
										0.945,
										0.945,
										0.945,
										1.0
									],
									"rounded": 8,
									"border": 0,
									"mode": 0
								}
							},
							{
								"box": {
									"id": "obj-3",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										30.0,
										128.0,
										225.0,
										22.0
									],
									"text": "Capture",
									"fontsize": 14.0,
									"fontface": 1
								}
							},
							{
								"box": {
									"id": "obj-2",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										30.0,
										155.0,
										225.0,
										61.0
									],
									"text": "What sounds now becomes a cue of the piece, with all that was learned, and is written into its file. GO comes back to it in concert.",
									"linecount": 4
								}
							},
							{
								"box": {
									"id": "obj-1",
									"maxclass": "jsui",
									"numinlets": 1,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										10.0,
										10.0,
										500.0,
										100.0
									],
									"filename": "helpdetails.js",
									"jsarguments": [
										"descant.cue"
									],
									"ignoreclick": 1,
									"border": 0,
									"parameter_enable": 0
								}
							}
						],
						"lines": [
							{
								"patchline": {
									"destination": [
										"obj-20",
										0
									],
									"source": [
										"obj-5",
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
										"obj-8",
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
										"obj-11",
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
										"obj-14",
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
										"obj-17",
										0
									]
								}
							},
							{
								"patchline": {
									"destination": [
										"obj-21",
										0
									],
									"source": [
										"obj-20",
										1
									]
								}
							},
							{
								"patchline": {
									"destination": [
										"obj-22",
										0
									],
									"source": [
										"obj-21",
										0
									]
								}
							},
							{
								"patchline": {
									"destination": [
										"obj-23",
										0
									],
									"source": [
										"obj-22",
										1
									]
								}
							},
							{
								"patchline": {
									"destination": [
										"obj-24",
										0
									],
									"source": [
										"obj-23",
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
										"obj-26",
										0
									],
									"source": [
										"obj-20",
										2
									]
								}
							},
							{
								"patchline": {
									"destination": [
										"obj-27",
										0
									],
									"source": [
										"obj-26",
										0
									]
								}
							},
							{
								"patchline": {
									"destination": [
										"obj-28",
										0
									],
									"source": [
										"obj-27",
										0
									]
								}
							}
						]
					}
				}
			},
			{
				"box": {
					"id": "obj-1",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 0,
					"patching_rect": [
						20.0,
						20.0,
						50.0,
						22.0
					],
					"text": "p basic",
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
							900.0,
							640.0
						],
						"openinpresentation": 0,
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
						"showontab": 1,
						"boxes": [
							{
								"box": {
									"id": "obj-38",
									"maxclass": "panel",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										285.0,
										120.0,
										595.0,
										410.0
									],
									"background": 1,
									"bgcolor": [
										0.945,
										0.945,
										0.945,
										1.0
									],
									"rounded": 8,
									"border": 0,
									"mode": 0
								}
							},
							{
								"box": {
									"id": "obj-37",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										642.0,
										445.0,
										60.0,
										19.0
									],
									"text": "next"
								}
							},
							{
								"box": {
									"id": "obj-36",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										362.0,
										445.0,
										60.0,
										19.0
									],
									"text": "now"
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
										730.0,
										485.0,
										110.0,
										22.0
									],
									"text": ""
								}
							},
							{
								"box": {
									"id": "obj-34",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										730.0,
										445.0,
										75.0,
										22.0
									],
									"text": "prepend set"
								}
							},
							{
								"box": {
									"id": "obj-33",
									"maxclass": "flonum",
									"numinlets": 1,
									"numoutlets": 2,
									"outlettype": [
										"",
										"bang"
									],
									"patching_rect": [
										590.0,
										445.0,
										50.0,
										22.0
									],
									"format": 6,
									"parameter_enable": 0
								}
							},
							{
								"box": {
									"id": "obj-32",
									"maxclass": "message",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										450.0,
										485.0,
										110.0,
										22.0
									],
									"text": ""
								}
							},
							{
								"box": {
									"id": "obj-31",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										450.0,
										445.0,
										75.0,
										22.0
									],
									"text": "prepend set"
								}
							},
							{
								"box": {
									"id": "obj-30",
									"maxclass": "flonum",
									"numinlets": 1,
									"numoutlets": 2,
									"outlettype": [
										"",
										"bang"
									],
									"patching_rect": [
										310.0,
										445.0,
										50.0,
										22.0
									],
									"format": 6,
									"parameter_enable": 0
								}
							},
							{
								"box": {
									"id": "obj-29",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 4,
									"outlettype": [
										"float",
										"",
										"float",
										""
									],
									"patching_rect": [
										310.0,
										405.0,
										438.0,
										22.0
									],
									"text": "unpack 0. s 0. s"
								}
							},
							{
								"box": {
									"id": "obj-28",
									"maxclass": "newobj",
									"numinlets": 2,
									"numoutlets": 2,
									"outlettype": [
										"",
										""
									],
									"patching_rect": [
										310.0,
										365.0,
										78.0,
										22.0
									],
									"text": "route cue"
								}
							},
							{
								"box": {
									"id": "obj-27",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										610.0,
										315.0,
										250.0,
										51.0
									],
									"text": "Where one is, and what GO will bring. Whoever pressed: here, on the panel, a pedal.",
									"linecount": 3,
									"bubble": 1
								}
							},
							{
								"box": {
									"id": "obj-26",
									"maxclass": "textbutton",
									"numinlets": 1,
									"numoutlets": 3,
									"outlettype": [
										"",
										"",
										"int"
									],
									"patching_rect": [
										585.0,
										325.0,
										20.0,
										20.0
									],
									"text": "3",
									"bgcolor": [
										1.0,
										0.788,
										0.471,
										1.0
									],
									"textcolor": [
										0.2,
										0.2,
										0.2,
										1.0
									],
									"fontface": 1,
									"rounded": 60.0,
									"ignoreclick": 1,
									"hint": "",
									"parameter_enable": 0
								}
							},
							{
								"box": {
									"id": "obj-25",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 3,
									"outlettype": [
										"",
										"",
										""
									],
									"patching_rect": [
										310.0,
										325.0,
										258.0,
										22.0
									],
									"text": "descant.cue"
								}
							},
							{
								"box": {
									"id": "obj-24",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										535.0,
										265.0,
										325.0,
										23.0
									],
									"text": "... or by name.",
									"bubble": 1
								}
							},
							{
								"box": {
									"id": "obj-23",
									"maxclass": "textbutton",
									"numinlets": 1,
									"numoutlets": 3,
									"outlettype": [
										"",
										"",
										"int"
									],
									"patching_rect": [
										510.0,
										265.0,
										20.0,
										20.0
									],
									"text": "6",
									"bgcolor": [
										1.0,
										0.788,
										0.471,
										1.0
									],
									"textcolor": [
										0.2,
										0.2,
										0.2,
										1.0
									],
									"fontface": 1,
									"rounded": 60.0,
									"ignoreclick": 1,
									"hint": "",
									"parameter_enable": 0
								}
							},
							{
								"box": {
									"id": "obj-22",
									"maxclass": "message",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										370.0,
										265.0,
										75.0,
										22.0
									],
									"text": "goto Dorian"
								}
							},
							{
								"box": {
									"id": "obj-21",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										535.0,
										225.0,
										325.0,
										23.0
									],
									"text": "By number, at once ...",
									"bubble": 1
								}
							},
							{
								"box": {
									"id": "obj-20",
									"maxclass": "textbutton",
									"numinlets": 1,
									"numoutlets": 3,
									"outlettype": [
										"",
										"",
										"int"
									],
									"patching_rect": [
										510.0,
										225.0,
										20.0,
										20.0
									],
									"text": "5",
									"bgcolor": [
										1.0,
										0.788,
										0.471,
										1.0
									],
									"textcolor": [
										0.2,
										0.2,
										0.2,
										1.0
									],
									"fontface": 1,
									"rounded": 60.0,
									"ignoreclick": 1,
									"hint": "",
									"parameter_enable": 0
								}
							},
							{
								"box": {
									"id": "obj-19",
									"maxclass": "message",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										350.0,
										225.0,
										45.0,
										22.0
									],
									"text": "goto 3"
								}
							},
							{
								"box": {
									"id": "obj-18",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										535.0,
										185.0,
										325.0,
										23.0
									],
									"text": "As it was when the last cue was left, learners and all.",
									"bubble": 1
								}
							},
							{
								"box": {
									"id": "obj-17",
									"maxclass": "textbutton",
									"numinlets": 1,
									"numoutlets": 3,
									"outlettype": [
										"",
										"",
										"int"
									],
									"patching_rect": [
										510.0,
										185.0,
										20.0,
										20.0
									],
									"text": "4",
									"bgcolor": [
										1.0,
										0.788,
										0.471,
										1.0
									],
									"textcolor": [
										0.2,
										0.2,
										0.2,
										1.0
									],
									"fontface": 1,
									"rounded": 60.0,
									"ignoreclick": 1,
									"hint": "",
									"parameter_enable": 0
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
										330.0,
										185.0,
										40.0,
										22.0
									],
									"text": "back"
								}
							},
							{
								"box": {
									"id": "obj-15",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										535.0,
										145.0,
										325.0,
										23.0
									],
									"text": "GO: the next cue.",
									"bubble": 1
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
										510.0,
										145.0,
										20.0,
										20.0
									],
									"text": "2",
									"bgcolor": [
										1.0,
										0.788,
										0.471,
										1.0
									],
									"textcolor": [
										0.2,
										0.2,
										0.2,
										1.0
									],
									"fontface": 1,
									"rounded": 60.0,
									"ignoreclick": 1,
									"hint": "",
									"parameter_enable": 0
								}
							},
							{
								"box": {
									"id": "obj-13",
									"maxclass": "message",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										310.0,
										145.0,
										30.0,
										22.0
									],
									"text": "go"
								}
							},
							{
								"box": {
									"id": "obj-12",
									"maxclass": "panel",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										20.0,
										310.0,
										245.0,
										110.0
									],
									"background": 1,
									"bgcolor": [
										0.945,
										0.945,
										0.945,
										1.0
									],
									"rounded": 8,
									"border": 0,
									"mode": 0
								}
							},
							{
								"box": {
									"id": "obj-11",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										30.0,
										318.0,
										225.0,
										22.0
									],
									"text": "What to hear",
									"fontsize": 14.0,
									"fontface": 1
								}
							},
							{
								"box": {
									"id": "obj-10",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										30.0,
										345.0,
										225.0,
										61.0
									],
									"text": "The phrase goes into another mode and another tempo. The fades take their time; what one hears on the way there is between two cues.",
									"linecount": 4
								}
							},
							{
								"box": {
									"id": "obj-9",
									"maxclass": "panel",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										20.0,
										120.0,
										245.0,
										175.0
									],
									"background": 1,
									"bgcolor": [
										0.945,
										0.945,
										0.945,
										1.0
									],
									"rounded": 8,
									"border": 0,
									"mode": 0
								}
							},
							{
								"box": {
									"id": "obj-8",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										95.0,
										165.0,
										150.0,
										34.0
									],
									"text": "a phrase plays and is learned aloud",
									"linecount": 2
								}
							},
							{
								"box": {
									"id": "obj-7",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										65.0,
										245.0,
										120.0,
										34.0
									],
									"text": "lit: it is there\ngrey: it is away",
									"linecount": 2
								}
							},
							{
								"box": {
									"id": "obj-6",
									"maxclass": "led",
									"numinlets": 1,
									"numoutlets": 1,
									"outlettype": [
										"int"
									],
									"patching_rect": [
										35.0,
										250.0,
										24.0,
										24.0
									],
									"parameter_enable": 0
								}
							},
							{
								"box": {
									"id": "obj-5",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 2,
									"outlettype": [
										"int",
										""
									],
									"patching_rect": [
										35.0,
										210.0,
										120.0,
										22.0
									],
									"text": "descant.connect"
								}
							},
							{
								"box": {
									"id": "obj-4",
									"maxclass": "message",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										35.0,
										170.0,
										35.0,
										22.0
									],
									"text": "start"
								}
							},
							{
								"box": {
									"id": "obj-3",
									"maxclass": "textbutton",
									"numinlets": 1,
									"numoutlets": 3,
									"outlettype": [
										"",
										"",
										"int"
									],
									"patching_rect": [
										30.0,
										132.0,
										20.0,
										20.0
									],
									"text": "1",
									"bgcolor": [
										1.0,
										0.788,
										0.471,
										1.0
									],
									"textcolor": [
										0.2,
										0.2,
										0.2,
										1.0
									],
									"fontface": 1,
									"rounded": 60.0,
									"ignoreclick": 1,
									"hint": "",
									"parameter_enable": 0
								}
							},
							{
								"box": {
									"id": "obj-2",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										60.0,
										128.0,
										180.0,
										22.0
									],
									"text": "Start Descant",
									"fontsize": 14.0,
									"fontface": 1
								}
							},
							{
								"box": {
									"id": "obj-1",
									"maxclass": "jsui",
									"numinlets": 1,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										10.0,
										10.0,
										500.0,
										100.0
									],
									"filename": "helpdetails.js",
									"jsarguments": [
										"descant.cue"
									],
									"ignoreclick": 1,
									"border": 0,
									"parameter_enable": 0
								}
							}
						],
						"lines": [
							{
								"patchline": {
									"destination": [
										"obj-5",
										0
									],
									"source": [
										"obj-4",
										0
									]
								}
							},
							{
								"patchline": {
									"destination": [
										"obj-6",
										0
									],
									"source": [
										"obj-5",
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
										"obj-13",
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
										"obj-16",
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
										"obj-19",
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
										"obj-22",
										0
									]
								}
							},
							{
								"patchline": {
									"destination": [
										"obj-28",
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
										"obj-29",
										0
									],
									"source": [
										"obj-28",
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
										"obj-31",
										0
									],
									"source": [
										"obj-29",
										1
									]
								}
							},
							{
								"patchline": {
									"destination": [
										"obj-32",
										0
									],
									"source": [
										"obj-31",
										0
									]
								}
							},
							{
								"patchline": {
									"destination": [
										"obj-33",
										0
									],
									"source": [
										"obj-29",
										2
									]
								}
							},
							{
								"patchline": {
									"destination": [
										"obj-34",
										0
									],
									"source": [
										"obj-29",
										3
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
							}
						]
					}
				}
			}
		],
		"lines": []
	}
}
