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
									"id": "obj-42",
									"maxclass": "panel",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										20.0,
										260.0,
										245.0,
										265.0
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
									"id": "obj-41",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										30.0,
										479.0,
										225.0,
										34.0
									],
									"text": "of Max: udpreceive, udpsend, node.script",
									"linecount": 2
								}
							},
							{
								"box": {
									"id": "obj-40",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										30.0,
										447.0,
										55.0,
										22.0
									],
									"text": "pcontrol"
								}
							},
							{
								"box": {
									"id": "obj-39",
									"maxclass": "message",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										75.0,
										405.0,
										125.0,
										22.0
									],
									"text": "load Descant.maxpat"
								}
							},
							{
								"box": {
									"id": "obj-38",
									"maxclass": "message",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										60.0,
										370.0,
										120.0,
										22.0
									],
									"text": "help descant.server"
								}
							},
							{
								"box": {
									"id": "obj-37",
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
									"text": "help descant.cue"
								}
							},
							{
								"box": {
									"id": "obj-36",
									"maxclass": "message",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										30.0,
										300.0,
										120.0,
										22.0
									],
									"text": "help descant.stream"
								}
							},
							{
								"box": {
									"id": "obj-35",
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
									"id": "obj-34",
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
									"id": "obj-33",
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
									"id": "obj-32",
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
									"id": "obj-31",
									"maxclass": "panel",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										285.0,
										415.0,
										595.0,
										170.0
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
										525.0,
										545.0,
										340.0,
										34.0
									],
									"text": "what was refused and why, one a second at most; the Max console says it too",
									"linecount": 2
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
										545.0,
										215.0,
										19.0
									],
									"text": "2   error TEXT COUNT",
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
										510.0,
										340.0,
										34.0
									],
									"text": "how things are, in pairs: leads, host, port, title, version, objects, streams …",
									"linecount": 2
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
										510.0,
										215.0,
										19.0
									],
									"text": "2   status connected 1 …",
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
										475.0,
										340.0,
										19.0
									],
									"text": "Descant has answered, and what it plays"
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
										475.0,
										215.0,
										34.0
									],
									"text": "2   welcome VERSION PROTOCOL TITLE",
									"linecount": 2,
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
										453.0,
										340.0,
										19.0
									],
									"text": "Descant answers; 0: it does not, and everything waits"
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
										453.0,
										215.0,
										19.0
									],
									"text": "1   1",
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
										423.0,
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
										295.0,
										595.0,
										105.0
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
										19.0
									],
									"text": "where the program descant is, if it is not to be searched for"
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
									"text": "@program ",
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
									"text": "the port at which it hears clients"
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
									"text": "@port 57140",
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
										333.0,
										340.0,
										19.0
									],
									"text": "the machine that Descant runs on"
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
										333.0,
										215.0,
										19.0
									],
									"text": "@host 127.0.0.1",
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
										300.0,
										303.0,
										300.0,
										22.0
									],
									"text": "Attributes",
									"fontsize": 14.0,
									"fontface": 1
								}
							},
							{
								"box": {
									"id": "obj-13",
									"maxclass": "panel",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										285.0,
										120.0,
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
									"id": "obj-12",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										525.0,
										255.0,
										340.0,
										19.0
									],
									"text": "say how things are"
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
										255.0,
										215.0,
										19.0
									],
									"text": "status",
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
										235.0,
										340.0,
										19.0
									],
									"text": "let the Descant that this object started fade and end"
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
										235.0,
										215.0,
										19.0
									],
									"text": "quit",
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
										215.0,
										340.0,
										19.0
									],
									"text": "leave it; it plays on"
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
									"text": "stop",
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
										195.0,
										340.0,
										19.0
									],
									"text": "join a Descant that plays, here or on another machine"
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
										195.0,
										215.0,
										19.0
									],
									"text": "attach HOST PORT",
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
										34.0
									],
									"text": "start Descant with a patch file, else with a phrase that plays itself",
									"linecount": 2
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
									"text": "start PATCH",
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
										"descant.connect"
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
										"obj-40",
										0
									],
									"source": [
										"obj-36",
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
										"obj-37",
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
										"obj-38",
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
									"id": "obj-22",
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
									"id": "obj-21",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										590.0,
										335.0,
										80.0,
										22.0
									],
									"text": "print descant"
								}
							},
							{
								"box": {
									"id": "obj-20",
									"maxclass": "led",
									"numinlets": 1,
									"numoutlets": 1,
									"outlettype": [
										"int"
									],
									"patching_rect": [
										310.0,
										335.0,
										24.0,
										24.0
									],
									"parameter_enable": 0
								}
							},
							{
								"box": {
									"id": "obj-19",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										650.0,
										290.0,
										210.0,
										38.0
									],
									"text": "As attributes it is the same, from the beginning.",
									"linecount": 2,
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
										625.0,
										295.0,
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
									"id": "obj-17",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 2,
									"outlettype": [
										"int",
										""
									],
									"patching_rect": [
										310.0,
										295.0,
										298.0,
										22.0
									],
									"text": "descant.connect @host 127.0.0.1 @port 57140"
								}
							},
							{
								"box": {
									"id": "obj-16",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										570.0,
										225.0,
										290.0,
										23.0
									],
									"text": "Join another machine's, where its piece allows it.",
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
										545.0,
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
									"id": "obj-14",
									"maxclass": "message",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										350.0,
										225.0,
										155.0,
										22.0
									],
									"text": "attach 192.168.1.20 57140"
								}
							},
							{
								"box": {
									"id": "obj-13",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										570.0,
										185.0,
										290.0,
										23.0
									],
									"text": "Or with one from anywhere.",
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
										545.0,
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
									"id": "obj-11",
									"maxclass": "message",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										330.0,
										185.0,
										140.0,
										22.0
									],
									"text": "start ~/pieces/mine.toml"
								}
							},
							{
								"box": {
									"id": "obj-10",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										570.0,
										145.0,
										290.0,
										23.0
									],
									"text": "Start with a piece beside this patch.",
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
										545.0,
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
									"id": "obj-8",
									"maxclass": "message",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										310.0,
										145.0,
										160.0,
										22.0
									],
									"text": "start losses-for-a-cello.toml"
								}
							},
							{
								"box": {
									"id": "obj-7",
									"maxclass": "panel",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										20.0,
										245.0,
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
									"id": "obj-6",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										30.0,
										253.0,
										225.0,
										22.0
									],
									"text": "Two patches at once",
									"fontsize": 14.0,
									"fontface": 1
								}
							},
							{
								"box": {
									"id": "obj-5",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										30.0,
										280.0,
										225.0,
										61.0
									],
									"text": "Each patch may have its descant.connect. Within one Max they share one conversation: the first leads, the others stand by.",
									"linecount": 4
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
									"text": "A piece of your own",
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
									"text": "Give start the path of a patch file. It is a text file and reads like a score; Descant's own pieces lie in its folder patches.",
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
										"descant.connect"
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
										"obj-17",
										1
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
									"id": "obj-33",
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
									"id": "obj-32",
									"maxclass": "message",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										710.0,
										485.0,
										100.0,
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
										710.0,
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
									"maxclass": "message",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										600.0,
										485.0,
										100.0,
										22.0
									],
									"text": ""
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
										600.0,
										445.0,
										75.0,
										22.0
									],
									"text": "prepend set"
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
										490.0,
										485.0,
										100.0,
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
										490.0,
										445.0,
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
										490.0,
										405.0,
										348.0,
										22.0
									],
									"text": "route status welcome error"
								}
							},
							{
								"box": {
									"id": "obj-25",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										535.0,
										360.0,
										325.0,
										38.0
									],
									"text": "The light: lit while Descant answers, grey while it is away.",
									"linecount": 2,
									"bubble": 1
								}
							},
							{
								"box": {
									"id": "obj-24",
									"maxclass": "led",
									"numinlets": 1,
									"numoutlets": 1,
									"outlettype": [
										"int"
									],
									"patching_rect": [
										310.0,
										405.0,
										24.0,
										24.0
									],
									"parameter_enable": 0
								}
							},
							{
								"box": {
									"id": "obj-23",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 2,
									"outlettype": [
										"int",
										""
									],
									"patching_rect": [
										310.0,
										365.0,
										198.0,
										22.0
									],
									"text": "descant.connect"
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
										305.0,
										325.0,
										23.0
									],
									"text": "What was started fades, and ends.",
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
									"id": "obj-20",
									"maxclass": "message",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										390.0,
										305.0,
										35.0,
										22.0
									],
									"text": "quit"
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
										265.0,
										325.0,
										23.0
									],
									"text": "Find it again, here or on another machine.",
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
									"id": "obj-17",
									"maxclass": "message",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										370.0,
										265.0,
										135.0,
										22.0
									],
									"text": "attach 127.0.0.1 57140"
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
										225.0,
										325.0,
										23.0
									],
									"text": "Leave it: it plays on.",
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
									"id": "obj-14",
									"maxclass": "message",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										350.0,
										225.0,
										35.0,
										22.0
									],
									"text": "stop"
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
										185.0,
										325.0,
										23.0
									],
									"text": "How are things? A line comes out on the right.",
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
									"id": "obj-11",
									"maxclass": "message",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										330.0,
										185.0,
										45.0,
										22.0
									],
									"text": "status"
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
										145.0,
										325.0,
										23.0
									],
									"text": "Start Descant. It takes a few seconds.",
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
									"id": "obj-8",
									"maxclass": "message",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										310.0,
										145.0,
										35.0,
										22.0
									],
									"text": "start"
								}
							},
							{
								"box": {
									"id": "obj-7",
									"maxclass": "panel",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										20.0,
										245.0,
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
									"id": "obj-6",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										30.0,
										253.0,
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
									"id": "obj-5",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										30.0,
										280.0,
										225.0,
										74.0
									],
									"text": "A network learns a phrase by playing it: at first it is anywhere between the keys, round by round it comes nearer, until it is right. Twice more, and the next phrase begins.",
									"linecount": 5
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
										61.0
									],
									"text": "All other objects speak through it. Put one into your patch and forget it: it finds Descant when the patch is opened, and again whenever it comes back.",
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
										"descant.connect"
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
							},
							{
								"patchline": {
									"destination": [
										"obj-26",
										0
									],
									"source": [
										"obj-23",
										1
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
							},
							{
								"patchline": {
									"destination": [
										"obj-29",
										0
									],
									"source": [
										"obj-26",
										1
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
										"obj-26",
										2
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
							}
						]
					}
				}
			}
		],
		"lines": []
	}
}
