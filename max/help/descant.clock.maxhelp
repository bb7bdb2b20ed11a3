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
									"id": "obj-21",
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
									"id": "obj-20",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										30.0,
										444.0,
										225.0,
										19.0
									],
									"text": "of Max: transport, metro"
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
									"id": "obj-18",
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
									"id": "obj-17",
									"maxclass": "message",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										45.0,
										335.0,
										105.0,
										22.0
									],
									"text": "help descant.pad"
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
									"id": "obj-15",
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
									"id": "obj-14",
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
									"id": "obj-13",
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
									"id": "obj-12",
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
									"id": "obj-11",
									"maxclass": "panel",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										285.0,
										235.0,
										595.0,
										80.0
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
									"id": "obj-10",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										525.0,
										273.0,
										340.0,
										34.0
									],
									"text": "what was refused and why, one a second at most; the Max console says it too",
									"linecount": 2
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
										273.0,
										215.0,
										19.0
									],
									"text": "1   error TEXT COUNT",
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
										300.0,
										243.0,
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
									"id": "obj-7",
									"maxclass": "panel",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										285.0,
										120.0,
										595.0,
										100.0
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
									"text": "where another clock is: quarters since its beginning, and so many a minute",
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
									"text": "QUARTERS TEMPO RUNNING",
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
									"text": "1 follows the transport, as at first; 0 leaves it"
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
									"text": "int ON",
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
										"descant.clock"
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
										"obj-19",
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
										"obj-19",
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
										"obj-19",
										0
									],
									"source": [
										"obj-18",
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
									"id": "obj-19",
									"maxclass": "panel",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										285.0,
										120.0,
										595.0,
										290.0
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
									"id": "obj-18",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										310.0,
										365.0,
										80.0,
										22.0
									],
									"text": "print descant"
								}
							},
							{
								"box": {
									"id": "obj-17",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										310.0,
										325.0,
										85.0,
										22.0
									],
									"text": "descant.clock"
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
									"text": "The transport again.",
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
										30.0,
										22.0
									],
									"text": "1"
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
									"text": "It stands.",
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
									"text": "18.5 120. 0"
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
									"text": "Another clock: sixteen quarters have gone, 120 a minute, and it runs.",
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
										65.0,
										22.0
									],
									"text": "16. 120. 1"
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
									"text": "Leave the transport.",
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
									"text": "0"
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
									"text": "Another clock",
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
									"text": "Whatever counts quarters can lead: say where it is each quarter or so, and at every change. Between two such words a sequencer goes on at the tempo that it was told.",
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
										"descant.clock"
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
										"obj-17",
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
										"obj-17",
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
										"obj-17",
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
										"obj-18",
										0
									],
									"source": [
										"obj-17",
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
									"id": "obj-17",
									"maxclass": "panel",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										285.0,
										120.0,
										595.0,
										260.0
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
									"id": "obj-16",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										535.0,
										320.0,
										315.0,
										38.0
									],
									"text": "A sequencer goes along whose parameter clock is follow; internal lets it go on by itself.",
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
										325.0,
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
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										535.0,
										285.0,
										315.0,
										23.0
									],
									"text": "It needs no cord: it asks the transport by itself.",
									"bubble": 1
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
										510.0,
										285.0,
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
									"id": "obj-12",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										310.0,
										285.0,
										85.0,
										22.0
									],
									"text": "descant.clock"
								}
							},
							{
								"box": {
									"id": "obj-11",
									"maxclass": "newobj",
									"numinlets": 2,
									"numoutlets": 8,
									"outlettype": [
										"int",
										"int",
										"float",
										"float",
										"float",
										"",
										"int",
										"float"
									],
									"patching_rect": [
										310.0,
										205.0,
										180.0,
										22.0
									],
									"text": "transport"
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
										175.0,
										315.0,
										23.0
									],
									"text": "Its tempo, quarters a minute.",
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
										175.0,
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
										370.0,
										145.0,
										75.0,
										22.0
									],
									"text": "tempo 140."
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
										315.0,
										23.0
									],
									"text": "Start and stop the transport.",
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
									"maxclass": "toggle",
									"numinlets": 1,
									"numoutlets": 1,
									"outlettype": [
										"int"
									],
									"patching_rect": [
										310.0,
										145.0,
										24.0,
										24.0
									],
									"parameter_enable": 0
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
										135.0
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
									"text": "One in a patch",
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
										87.0
									],
									"text": "Where a piece has a sequencer, such as patches/latent-rhythm.toml: its rhythm starts and stops with Max's transport, and keeps its tempo. The phrase that plays here has a time of its own and stays in it.",
									"linecount": 6
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
										"descant.clock"
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
										"obj-11",
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
										"obj-11",
										0
									],
									"source": [
										"obj-8",
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
