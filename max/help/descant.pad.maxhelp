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
									"id": "obj-31",
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
									"id": "obj-30",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										30.0,
										444.0,
										225.0,
										19.0
									],
									"text": "of Max: pictslider"
								}
							},
							{
								"box": {
									"id": "obj-29",
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
									"id": "obj-28",
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
									"id": "obj-27",
									"maxclass": "message",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										45.0,
										335.0,
										120.0,
										22.0
									],
									"text": "help descant.stream"
								}
							},
							{
								"box": {
									"id": "obj-26",
									"maxclass": "message",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										30.0,
										300.0,
										110.0,
										22.0
									],
									"text": "help descant.learn"
								}
							},
							{
								"box": {
									"id": "obj-25",
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
									"id": "obj-24",
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
									"id": "obj-23",
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
									"id": "obj-22",
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
									"id": "obj-21",
									"maxclass": "panel",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										285.0,
										255.0,
										595.0,
										160.0
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
										375.0,
										340.0,
										34.0
									],
									"text": "what was refused and why, one a second at most; the Max console says it too",
									"linecount": 2
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
										375.0,
										215.0,
										19.0
									],
									"text": "1   error TEXT COUNT",
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
										355.0,
										340.0,
										19.0
									],
									"text": "other things lie there by now: ask again"
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
										355.0,
										215.0,
										19.0
									],
									"text": "1   changed",
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
										335.0,
										340.0,
										19.0
									],
									"text": "that were all"
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
										335.0,
										215.0,
										19.0
									],
									"text": "1   end COUNT",
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
										315.0,
										340.0,
										19.0
									],
									"text": "one thing that lies there, and the place of its label; -1: none"
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
										315.0,
										215.0,
										19.0
									],
									"text": "1   point X Y LABEL",
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
										293.0,
										340.0,
										19.0
									],
									"text": "the labels of what lies there; the first one's place is 0"
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
										293.0,
										215.0,
										19.0
									],
									"text": "1   labels LABEL ...",
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
										300.0,
										263.0,
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
									"id": "obj-9",
									"maxclass": "panel",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										285.0,
										120.0,
										595.0,
										120.0
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
										525.0,
										215.0,
										340.0,
										19.0
									],
									"text": "move another part's from now on"
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
										215.0,
										215.0,
										19.0
									],
									"text": "name PART",
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
										34.0
									],
									"text": "ask for what lies around the point: the patterns or sounds that a model was trained on",
									"linecount": 2
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
									"text": "points",
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
									"text": "move the point; what is not given stays"
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
									"text": "X Y",
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
										"descant.pad"
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
										"obj-29",
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
										"obj-29",
										0
									],
									"source": [
										"obj-27",
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
									"id": "obj-25",
									"maxclass": "panel",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										285.0,
										120.0,
										595.0,
										340.0
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
									"id": "obj-24",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										310.0,
										415.0,
										80.0,
										22.0
									],
									"text": "print descant"
								}
							},
							{
								"box": {
									"id": "obj-23",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										310.0,
										375.0,
										115.0,
										22.0
									],
									"text": "descant.pad cubics"
								}
							},
							{
								"box": {
									"id": "obj-22",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										535.0,
										340.0,
										325.0,
										38.0
									],
									"text": "What lies around it: labels, and of each its place and label.",
									"linecount": 2,
									"bubble": 1
								}
							},
							{
								"box": {
									"id": "obj-21",
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
										345.0,
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
									"id": "obj-20",
									"maxclass": "message",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										410.0,
										345.0,
										45.0,
										22.0
									],
									"text": "points"
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
									"text": "or the kick's own, which is added to it.",
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
										105.0,
										22.0
									],
									"text": "name drums/kick"
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
										260.0,
										325.0,
										38.0
									],
									"text": "In one whose drums have sounds, that of all its sounds;",
									"linecount": 2,
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
										115.0,
										22.0
									],
									"text": "name drums/sound"
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
									"text": "Another part's point, in a piece that has knots.",
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
										75.0,
										22.0
									],
									"text": "name knots"
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
										185.0,
										325.0,
										23.0
									],
									"text": "All four of a cubic.",
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
										95.0,
										22.0
									],
									"text": "0.5 -0.2 0.8 0.1"
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
									"text": "Two coordinates.",
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
										55.0,
										22.0
									],
									"text": "0.5 -0.2"
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
									"text": "What a point is",
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
										74.0
									],
									"text": "Of the cubics it is the target's coefficients a, b, c and d; of knots the phases of its three waves. What is not given stays as it is. A sequencer takes as many as its model has.",
									"linecount": 5
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
										"descant.pad"
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
										"obj-23",
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
										"obj-23",
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
										"obj-23",
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
										"obj-23",
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
										"obj-23",
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
										"obj-23",
										0
									],
									"source": [
										"obj-20",
										0
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
									"id": "obj-24",
									"maxclass": "panel",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										285.0,
										120.0,
										595.0,
										455.0
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
									"id": "obj-23",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										535.0,
										505.0,
										315.0,
										23.0
									],
									"text": "The further it has run away, the higher.",
									"bubble": 1
								}
							},
							{
								"box": {
									"id": "obj-22",
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
										505.0,
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
									"id": "obj-21",
									"maxclass": "multislider",
									"numinlets": 1,
									"numoutlets": 2,
									"outlettype": [
										"",
										""
									],
									"patching_rect": [
										310.0,
										485.0,
										180.0,
										70.0
									],
									"setstyle": 5,
									"setminmax": [
										0.0,
										1.0
									],
									"size": 1,
									"bgcolor": [
										0.15,
										0.15,
										0.15,
										1.0
									],
									"slidercolor": [
										0.88,
										0.63,
										0.19,
										1.0
									],
									"parameter_enable": 0,
									"ignoreclick": 1
								}
							},
							{
								"box": {
									"id": "obj-20",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 2,
									"outlettype": [
										"float",
										""
									],
									"patching_rect": [
										310.0,
										445.0,
										168.0,
										22.0
									],
									"text": "descant.stream cubics/loss"
								}
							},
							{
								"box": {
									"id": "obj-19",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										310.0,
										385.0,
										138.0,
										22.0
									],
									"text": "descant.pad cubics"
								}
							},
							{
								"box": {
									"id": "obj-18",
									"maxclass": "newobj",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										310.0,
										345.0,
										138.0,
										22.0
									],
									"text": "pack 0. 0."
								}
							},
							{
								"box": {
									"id": "obj-17",
									"maxclass": "newobj",
									"numinlets": 6,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										430.0,
										305.0,
										110.0,
										22.0
									],
									"text": "scale 0 127 -1. 1."
								}
							},
							{
								"box": {
									"id": "obj-16",
									"maxclass": "newobj",
									"numinlets": 6,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										310.0,
										305.0,
										110.0,
										22.0
									],
									"text": "scale 0 127 -1. 1."
								}
							},
							{
								"box": {
									"id": "obj-15",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										505.0,
										195.0,
										345.0,
										38.0
									],
									"text": "Drag: this is the target of the cubics' learner, its first two coefficients.",
									"linecount": 2,
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
										480.0,
										200.0,
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
									"maxclass": "pictslider",
									"numinlets": 2,
									"numoutlets": 2,
									"outlettype": [
										"int",
										"int"
									],
									"patching_rect": [
										310.0,
										145.0,
										138.0,
										138.0
									],
									"parameter_enable": 0
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
										95.0
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
										47.0
									],
									"text": "The target runs away, and the machine runs after it: overtones that had come into tune part again.",
									"linecount": 3
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
										"descant.pad"
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
										"obj-17",
										0
									],
									"source": [
										"obj-13",
										1
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
										"obj-16",
										0
									]
								}
							},
							{
								"patchline": {
									"destination": [
										"obj-18",
										1
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
										"obj-19",
										0
									],
									"source": [
										"obj-18",
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
