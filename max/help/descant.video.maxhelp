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
									"id": "obj-36",
									"maxclass": "panel",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										20.0,
										260.0,
										245.0,
										180.0
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
									"id": "obj-35",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										30.0,
										409.0,
										225.0,
										19.0
									],
									"text": "of Max: jit.world, jit.gl.slab, jit.grab"
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
										30.0,
										377.0,
										55.0,
										22.0
									],
									"text": "pcontrol"
								}
							},
							{
								"box": {
									"id": "obj-33",
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
									"text": "load Descant.maxpat"
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
									"id": "obj-31",
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
									"id": "obj-30",
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
									"id": "obj-29",
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
									"id": "obj-28",
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
									"id": "obj-27",
									"maxclass": "panel",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										285.0,
										360.0,
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
									"id": "obj-26",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										525.0,
										420.0,
										340.0,
										34.0
									],
									"text": "what was refused and why, one a second at most; the Max console says it too",
									"linecount": 2
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
										420.0,
										215.0,
										19.0
									],
									"text": "2   error TEXT COUNT",
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
										398.0,
										340.0,
										19.0
									],
									"text": "the picture, for jit.gl.layer, jit.gl.videoplane or another slab"
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
										398.0,
										215.0,
										19.0
									],
									"text": "1   jit_gl_texture NAME",
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
										368.0,
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
										225.0
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
										320.0,
										340.0,
										19.0
									],
									"text": "the size of the picture"
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
										320.0,
										215.0,
										19.0
									],
									"text": "dim WIDTH HEIGHT",
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
										300.0,
										340.0,
										19.0
									],
									"text": "let a bubble go, as a note does"
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
										300.0,
										215.0,
										19.0
									],
									"text": "bubble PITCH VELOCITY",
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
										19.0
									],
									"text": "waves, or paper: the whole picture moved"
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
									"text": "form NAME",
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
									"text": "how long the waves are along which they are bent"
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
									"text": "wavelength HEIGHTS",
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
									"text": "how far pixels are bent, 0 to 0.5"
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
									"text": "depth HEIGHTS",
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
									"text": "bend the pixels by two phases"
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
									"text": "bend G1 G2",
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
									"text": "move the planes, in picture heights"
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
									"text": "shift RED GREEN BLUE",
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
									"text": "play a film in a loop"
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
									"text": "movie FILE",
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
									"text": "1 opens the camera, 0 closes it"
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
									"text": "camera ON",
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
										"descant.video"
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
										"obj-34",
										0
									],
									"source": [
										"obj-32",
										0
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
										"obj-33",
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
									"id": "obj-13",
									"maxclass": "panel",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										285.0,
										120.0,
										595.0,
										210.0
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
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										490.0,
										285.0,
										80.0,
										22.0
									],
									"text": "print descant"
								}
							},
							{
								"box": {
									"id": "obj-11",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 2,
									"outlettype": [
										"jit_gl_texture",
										""
									],
									"patching_rect": [
										310.0,
										245.0,
										198.0,
										22.0
									],
									"text": "descant.video"
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
									"text": "Whole again: the picture is what went in, to the last bit.",
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
										75.0,
										22.0
									],
									"text": "shift 0. 0. 0."
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
									"text": "Bend the pixels by hand.",
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
										85.0,
										22.0
									],
									"text": "bend 1.2 -0.4"
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
									"text": "Your own picture",
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
										47.0
									],
									"text": "Any texture may go in: another slab, a jit.gl.node, a movie of your own patch. What comes out is a texture again.",
									"linecount": 3
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
										"descant.video"
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
							},
							{
								"patchline": {
									"destination": [
										"obj-12",
										0
									],
									"source": [
										"obj-11",
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
									"id": "obj-28",
									"maxclass": "panel",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										285.0,
										120.0,
										595.0,
										350.0
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
									"id": "obj-27",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 2,
									"outlettype": [
										"jit_matrix",
										""
									],
									"patching_rect": [
										310.0,
										425.0,
										238.0,
										22.0
									],
									"text": "jit.gl.videoplane @transform_reset 2"
								}
							},
							{
								"box": {
									"id": "obj-26",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 2,
									"outlettype": [
										"jit_gl_texture",
										""
									],
									"patching_rect": [
										310.0,
										385.0,
										198.0,
										22.0
									],
									"text": "descant.video"
								}
							},
							{
								"box": {
									"id": "obj-25",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										555.0,
										325.0,
										305.0,
										23.0
									],
									"text": "Move the planes by hand, in picture heights.",
									"bubble": 1
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
										530.0,
										325.0,
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
									"id": "obj-23",
									"maxclass": "message",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										350.0,
										325.0,
										120.0,
										22.0
									],
									"text": "shift 0.05 -0.03 0.02"
								}
							},
							{
								"box": {
									"id": "obj-22",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										555.0,
										285.0,
										305.0,
										23.0
									],
									"text": "... or play a film: this one comes with Max.",
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
										530.0,
										285.0,
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
									"id": "obj-20",
									"maxclass": "message",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										330.0,
										285.0,
										120.0,
										22.0
									],
									"text": "movie chickens.mp4"
								}
							},
							{
								"box": {
									"id": "obj-19",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										555.0,
										245.0,
										305.0,
										23.0
									],
									"text": "Open the camera ...",
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
										530.0,
										245.0,
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
									"id": "obj-17",
									"maxclass": "message",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										310.0,
										245.0,
										65.0,
										22.0
									],
									"text": "camera 1"
								}
							},
							{
								"box": {
									"id": "obj-16",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										555.0,
										145.0,
										305.0,
										23.0
									],
									"text": "Open the window.",
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
										530.0,
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
									"id": "obj-14",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 3,
									"outlettype": [
										"jit_matrix",
										"bang",
										""
									],
									"patching_rect": [
										310.0,
										185.0,
										198.0,
										22.0
									],
									"text": "jit.world @floating 1 @size 960 540"
								}
							},
							{
								"box": {
									"id": "obj-13",
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
									"text": "What to see",
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
									"text": "Red, green and blue part with each bass note, and come together with each note that teaches.",
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
										"descant.video"
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
										"obj-14",
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
										"obj-26",
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
										"obj-26",
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
										"obj-26",
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
										"obj-27",
										0
									],
									"source": [
										"obj-26",
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
