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
			1000.0,
			600.0
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
					"id": "obj-93",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						190.0,
						995.0,
						115.0,
						19.0
					],
					"text": "presets",
					"textcolor": [
						0.66,
						0.69,
						0.75,
						1.0
					],
					"presentation": 1,
					"presentation_rect": [
						850.0,
						502.0,
						115.0,
						19.0
					]
				}
			},
			{
				"box": {
					"id": "obj-92",
					"maxclass": "preset",
					"numinlets": 1,
					"numoutlets": 5,
					"outlettype": [
						"preset",
						"int",
						"preset",
						"int",
						""
					],
					"patching_rect": [
						1220.0,
						640.0,
						140.0,
						44.0
					],
					"pattrstorage": "cues",
					"active1": [
						1.0,
						0.788,
						0.471,
						1.0
					],
					"bgcolor": [
						0.1,
						0.11,
						0.14,
						1.0
					],
					"presentation": 1,
					"presentation_rect": [
						850.0,
						525.0,
						115.0,
						44.0
					]
				}
			},
			{
				"box": {
					"id": "obj-91",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1220.0,
						595.0,
						280.0,
						22.0
					],
					"text": "pattrstorage cues @savemode 0 @changemode 1"
				}
			},
			{
				"box": {
					"id": "obj-90",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1280.0,
						540.0,
						200.0,
						22.0
					],
					"text": "loadmess interp descant::cue none"
				}
			},
			{
				"box": {
					"id": "obj-89",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1260.0,
						500.0,
						60.0,
						22.0
					],
					"text": "writejson"
				}
			},
			{
				"box": {
					"id": "obj-88",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1240.0,
						460.0,
						65.0,
						22.0
					],
					"text": "storenext"
				}
			},
			{
				"box": {
					"id": "obj-87",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1220.0,
						420.0,
						40.0,
						22.0
					],
					"text": "read"
				}
			},
			{
				"box": {
					"id": "obj-86",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1040.0,
						580.0,
						80.0,
						22.0
					],
					"text": "prepend goto"
				}
			},
			{
				"box": {
					"id": "obj-85",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1040.0,
						540.0,
						65.0,
						22.0
					],
					"text": "p descant",
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
							300.0,
							360.0
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
						"boxes": [
							{
								"box": {
									"id": "obj-6",
									"maxclass": "outlet",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										40.0,
										300.0,
										30.0,
										30.0
									],
									"comment": "the cue to go to",
									"index": 1
								}
							},
							{
								"box": {
									"id": "obj-5",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 3,
									"outlettype": [
										"",
										"int",
										"int"
									],
									"patching_rect": [
										40.0,
										250.0,
										78.0,
										22.0
									],
									"text": "change 0."
								}
							},
							{
								"box": {
									"id": "obj-4",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										140.0,
										130.0,
										75.0,
										22.0
									],
									"text": "prepend set"
								}
							},
							{
								"box": {
									"id": "obj-3",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 3,
									"outlettype": [
										"",
										"",
										""
									],
									"patching_rect": [
										40.0,
										170.0,
										60.0,
										22.0
									],
									"text": "pattr cue"
								}
							},
							{
								"box": {
									"id": "obj-2",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 2,
									"outlettype": [
										"float",
										"float"
									],
									"patching_rect": [
										40.0,
										90.0,
										118.0,
										22.0
									],
									"text": "trigger f f"
								}
							},
							{
								"box": {
									"id": "obj-1",
									"maxclass": "inlet",
									"numinlets": 0,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										40.0,
										40.0,
										30.0,
										30.0
									],
									"comment": "the cue that is now",
									"index": 1
								}
							}
						],
						"lines": [
							{
								"patchline": {
									"destination": [
										"obj-2",
										0
									],
									"source": [
										"obj-1",
										0
									]
								}
							},
							{
								"patchline": {
									"destination": [
										"obj-3",
										0
									],
									"source": [
										"obj-2",
										0
									]
								}
							},
							{
								"patchline": {
									"destination": [
										"obj-4",
										0
									],
									"source": [
										"obj-2",
										1
									]
								}
							},
							{
								"patchline": {
									"destination": [
										"obj-5",
										0
									],
									"source": [
										"obj-3",
										0
									]
								}
							},
							{
								"patchline": {
									"destination": [
										"obj-5",
										0
									],
									"source": [
										"obj-4",
										0
									],
									"midpoints": [
										149.0,
										225.0,
										49.0,
										225.0
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
							}
						]
					},
					"varname": "descant"
				}
			},
			{
				"box": {
					"id": "obj-84",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						1040.0,
						500.0,
						78.0,
						22.0
					],
					"text": "zl.nth 1"
				}
			},
			{
				"box": {
					"id": "obj-83",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						1040.0,
						460.0,
						78.0,
						22.0
					],
					"text": "route cue"
				}
			},
			{
				"box": {
					"id": "obj-82",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						1040.0,
						420.0,
						118.0,
						22.0
					],
					"text": "descant.cue"
				}
			},
			{
				"box": {
					"id": "obj-81",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						40.0,
						995.0,
						135.0,
						19.0
					],
					"text": "cubics/learning_rate",
					"textcolor": [
						0.95,
						0.95,
						0.95,
						1.0
					],
					"presentation": 1,
					"presentation_rect": [
						705.0,
						529.0,
						135.0,
						19.0
					]
				}
			},
			{
				"box": {
					"id": "obj-80",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						340.0,
						865.0,
						75.0,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-79",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"float",
						""
					],
					"patching_rect": [
						340.0,
						830.0,
						220.0,
						22.0
					],
					"text": "descant.parameter cubics/learning_rate"
				}
			},
			{
				"box": {
					"id": "obj-78",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"patching_rect": [
						340.0,
						770.0,
						45.0,
						48.0
					],
					"parameter_enable": 1,
					"varname": "rate",
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_initial": [
								0.3
							],
							"parameter_initial_enable": 1,
							"parameter_longname": "rate",
							"parameter_mmax": 0.6,
							"parameter_mmin": -0.3,
							"parameter_modmode": 0,
							"parameter_shortname": "rate",
							"parameter_type": 0,
							"parameter_unitstyle": 1
						}
					},
					"textcolor": [
						0.95,
						0.95,
						0.95,
						1.0
					],
					"needlecolor": [
						1.0,
						0.788,
						0.471,
						1.0
					],
					"activedialcolor": [
						1.0,
						0.788,
						0.471,
						1.0
					],
					"showname": 0,
					"presentation": 1,
					"presentation_rect": [
						650.0,
						512.0,
						50.0,
						54.0
					]
				}
			},
			{
				"box": {
					"id": "obj-77",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1030.0,
						940.0,
						135.0,
						19.0
					],
					"text": "phrase/bpm",
					"textcolor": [
						0.95,
						0.95,
						0.95,
						1.0
					],
					"presentation": 1,
					"presentation_rect": [
						505.0,
						529.0,
						135.0,
						19.0
					]
				}
			},
			{
				"box": {
					"id": "obj-76",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						40.0,
						865.0,
						75.0,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-75",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"float",
						""
					],
					"patching_rect": [
						40.0,
						830.0,
						180.0,
						22.0
					],
					"text": "descant.parameter phrase/bpm"
				}
			},
			{
				"box": {
					"id": "obj-74",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"patching_rect": [
						40.0,
						770.0,
						45.0,
						48.0
					],
					"parameter_enable": 1,
					"varname": "tempo",
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_initial": [
								104.0
							],
							"parameter_initial_enable": 1,
							"parameter_longname": "tempo",
							"parameter_mmax": 240.0,
							"parameter_mmin": 20.0,
							"parameter_modmode": 0,
							"parameter_shortname": "tempo",
							"parameter_type": 0,
							"parameter_unitstyle": 1
						}
					},
					"textcolor": [
						0.95,
						0.95,
						0.95,
						1.0
					],
					"needlecolor": [
						1.0,
						0.788,
						0.471,
						1.0
					],
					"activedialcolor": [
						1.0,
						0.788,
						0.471,
						1.0
					],
					"showname": 0,
					"presentation": 1,
					"presentation_rect": [
						450.0,
						512.0,
						50.0,
						54.0
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
						955.0,
						940.0,
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
						440.0,
						495.0,
						540.0,
						85.0
					]
				}
			},
			{
				"box": {
					"id": "obj-72",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						800.0,
						940.0,
						140.0,
						22.0
					],
					"text": "phrase/pitch",
					"fontsize": 14.0,
					"textcolor": [
						0.95,
						0.95,
						0.95,
						1.0
					],
					"presentation": 1,
					"presentation_rect": [
						460.0,
						381.0,
						140.0,
						22.0
					]
				}
			},
			{
				"box": {
					"id": "obj-71",
					"maxclass": "multislider",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						900.0,
						700.0,
						120.0,
						60.0
					],
					"setstyle": 5,
					"setminmax": [
						24.0,
						108.0
					],
					"size": 1,
					"bgcolor": [
						0.1,
						0.11,
						0.14,
						1.0
					],
					"slidercolor": [
						1.0,
						0.788,
						0.471,
						1.0
					],
					"parameter_enable": 0,
					"ignoreclick": 1,
					"presentation": 1,
					"presentation_rect": [
						610.0,
						381.0,
						355.0,
						78.0
					]
				}
			},
			{
				"box": {
					"id": "obj-70",
					"maxclass": "flonum",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"bang"
					],
					"patching_rect": [
						790.0,
						680.0,
						50.0,
						22.0
					],
					"format": 6,
					"parameter_enable": 0,
					"textcolor": [
						0.95,
						0.95,
						0.95,
						1.0
					],
					"bgcolor": [
						0.1,
						0.11,
						0.14,
						1.0
					],
					"presentation": 1,
					"presentation_rect": [
						460.0,
						411.0,
						80.0,
						22.0
					]
				}
			},
			{
				"box": {
					"id": "obj-69",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"float",
						""
					],
					"patching_rect": [
						790.0,
						640.0,
						215.0,
						22.0
					],
					"text": "descant.stream phrase/pitch @rate 30"
				}
			},
			{
				"box": {
					"id": "obj-68",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						645.0,
						940.0,
						140.0,
						22.0
					],
					"text": "phrase/error",
					"fontsize": 14.0,
					"textcolor": [
						0.95,
						0.95,
						0.95,
						1.0
					],
					"presentation": 1,
					"presentation_rect": [
						460.0,
						289.0,
						140.0,
						22.0
					]
				}
			},
			{
				"box": {
					"id": "obj-67",
					"maxclass": "multislider",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						650.0,
						700.0,
						120.0,
						60.0
					],
					"setstyle": 5,
					"setminmax": [
						-12.0,
						12.0
					],
					"size": 1,
					"bgcolor": [
						0.1,
						0.11,
						0.14,
						1.0
					],
					"slidercolor": [
						1.0,
						0.788,
						0.471,
						1.0
					],
					"parameter_enable": 0,
					"ignoreclick": 1,
					"presentation": 1,
					"presentation_rect": [
						610.0,
						289.0,
						355.0,
						78.0
					]
				}
			},
			{
				"box": {
					"id": "obj-66",
					"maxclass": "flonum",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"bang"
					],
					"patching_rect": [
						540.0,
						680.0,
						50.0,
						22.0
					],
					"format": 6,
					"parameter_enable": 0,
					"textcolor": [
						0.95,
						0.95,
						0.95,
						1.0
					],
					"bgcolor": [
						0.1,
						0.11,
						0.14,
						1.0
					],
					"presentation": 1,
					"presentation_rect": [
						460.0,
						319.0,
						80.0,
						22.0
					]
				}
			},
			{
				"box": {
					"id": "obj-65",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"float",
						""
					],
					"patching_rect": [
						540.0,
						640.0,
						215.0,
						22.0
					],
					"text": "descant.stream phrase/error @rate 30"
				}
			},
			{
				"box": {
					"id": "obj-64",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						490.0,
						940.0,
						140.0,
						22.0
					],
					"text": "phrase/loss",
					"fontsize": 14.0,
					"textcolor": [
						0.95,
						0.95,
						0.95,
						1.0
					],
					"presentation": 1,
					"presentation_rect": [
						460.0,
						197.0,
						140.0,
						22.0
					]
				}
			},
			{
				"box": {
					"id": "obj-63",
					"maxclass": "multislider",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						400.0,
						700.0,
						120.0,
						60.0
					],
					"setstyle": 5,
					"setminmax": [
						0.0,
						1.0
					],
					"size": 1,
					"bgcolor": [
						0.1,
						0.11,
						0.14,
						1.0
					],
					"slidercolor": [
						1.0,
						0.788,
						0.471,
						1.0
					],
					"parameter_enable": 0,
					"ignoreclick": 1,
					"presentation": 1,
					"presentation_rect": [
						610.0,
						197.0,
						355.0,
						78.0
					]
				}
			},
			{
				"box": {
					"id": "obj-62",
					"maxclass": "flonum",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"bang"
					],
					"patching_rect": [
						290.0,
						680.0,
						50.0,
						22.0
					],
					"format": 6,
					"parameter_enable": 0,
					"textcolor": [
						0.95,
						0.95,
						0.95,
						1.0
					],
					"bgcolor": [
						0.1,
						0.11,
						0.14,
						1.0
					],
					"presentation": 1,
					"presentation_rect": [
						460.0,
						227.0,
						80.0,
						22.0
					]
				}
			},
			{
				"box": {
					"id": "obj-61",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"float",
						""
					],
					"patching_rect": [
						290.0,
						640.0,
						210.0,
						22.0
					],
					"text": "descant.stream phrase/loss @rate 30"
				}
			},
			{
				"box": {
					"id": "obj-60",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						335.0,
						940.0,
						140.0,
						22.0
					],
					"text": "cubics/loss",
					"fontsize": 14.0,
					"textcolor": [
						0.95,
						0.95,
						0.95,
						1.0
					],
					"presentation": 1,
					"presentation_rect": [
						460.0,
						105.0,
						140.0,
						22.0
					]
				}
			},
			{
				"box": {
					"id": "obj-59",
					"maxclass": "multislider",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						150.0,
						700.0,
						120.0,
						60.0
					],
					"setstyle": 5,
					"setminmax": [
						0.0,
						1.0
					],
					"size": 1,
					"bgcolor": [
						0.1,
						0.11,
						0.14,
						1.0
					],
					"slidercolor": [
						1.0,
						0.788,
						0.471,
						1.0
					],
					"parameter_enable": 0,
					"ignoreclick": 1,
					"presentation": 1,
					"presentation_rect": [
						610.0,
						105.0,
						355.0,
						78.0
					]
				}
			},
			{
				"box": {
					"id": "obj-58",
					"maxclass": "flonum",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"bang"
					],
					"patching_rect": [
						40.0,
						680.0,
						50.0,
						22.0
					],
					"format": 6,
					"parameter_enable": 0,
					"textcolor": [
						0.95,
						0.95,
						0.95,
						1.0
					],
					"bgcolor": [
						0.1,
						0.11,
						0.14,
						1.0
					],
					"presentation": 1,
					"presentation_rect": [
						460.0,
						135.0,
						80.0,
						22.0
					]
				}
			},
			{
				"box": {
					"id": "obj-57",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"float",
						""
					],
					"patching_rect": [
						40.0,
						640.0,
						210.0,
						22.0
					],
					"text": "descant.stream cubics/loss @rate 30"
				}
			},
			{
				"box": {
					"id": "obj-56",
					"maxclass": "panel",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						260.0,
						940.0,
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
						440.0,
						90.0,
						540.0,
						390.0
					]
				}
			},
			{
				"box": {
					"id": "obj-55",
					"maxclass": "panel",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						840.0,
						340.0,
						130.0,
						21.0
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
					"mode": 0
				}
			},
			{
				"box": {
					"id": "obj-54",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						840.0,
						340.0,
						130.0,
						21.0
					],
					"text": "",
					"fontsize": 13.0,
					"textcolor": [
						1.0,
						0.788,
						0.471,
						1.0
					],
					"presentation": 1,
					"presentation_rect": [
						40.0,
						552.0,
						360.0,
						22.0
					]
				}
			},
			{
				"box": {
					"id": "obj-53",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						840.0,
						295.0,
						75.0,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-52",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						840.0,
						255.0,
						118.0,
						22.0
					],
					"text": "route refused error"
				}
			},
			{
				"box": {
					"id": "obj-51",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						571.0,
						555.0,
						80.0,
						22.0
					],
					"text": "prepend goto"
				}
			},
			{
				"box": {
					"id": "obj-50",
					"maxclass": "umenu",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"int",
						"",
						""
					],
					"patching_rect": [
						480.0,
						515.0,
						200.0,
						22.0
					],
					"parameter_enable": 0,
					"presentation": 1,
					"presentation_rect": [
						40.0,
						510.0,
						360.0,
						28.0
					]
				}
			},
			{
				"box": {
					"id": "obj-49",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						480.0,
						455.0,
						100.0,
						22.0
					],
					"text": "prepend append"
				}
			},
			{
				"box": {
					"id": "obj-48",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"float",
						"",
						""
					],
					"patching_rect": [
						440.0,
						415.0,
						98.0,
						22.0
					],
					"text": "unpack 0. s s"
				}
			},
			{
				"box": {
					"id": "obj-47",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						540.0,
						375.0,
						40.0,
						22.0
					],
					"text": "clear"
				}
			},
			{
				"box": {
					"id": "obj-46",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"bang",
						"bang"
					],
					"patching_rect": [
						540.0,
						335.0,
						78.0,
						22.0
					],
					"text": "onebang 1"
				}
			},
			{
				"box": {
					"id": "obj-45",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"bang"
					],
					"patching_rect": [
						440.0,
						295.0,
						118.0,
						22.0
					],
					"text": "trigger l b"
				}
			},
			{
				"box": {
					"id": "obj-44",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						440.0,
						255.0,
						318.0,
						22.0
					],
					"text": "route entry end"
				}
			},
			{
				"box": {
					"id": "obj-43",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						190.0,
						940.0,
						55.0,
						24.0
					],
					"text": "next",
					"fontsize": 16.0,
					"textcolor": [
						1.0,
						0.788,
						0.471,
						1.0
					],
					"presentation": 1,
					"presentation_rect": [
						40.0,
						256.0,
						55.0,
						24.0
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
						340.0,
						380.0,
						80.0,
						28.0
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
						340.0,
						380.0,
						80.0,
						28.0
					],
					"text": "–",
					"fontsize": 20.0,
					"textcolor": [
						0.66,
						0.69,
						0.75,
						1.0
					],
					"presentation": 1,
					"presentation_rect": [
						160.0,
						252.0,
						245.0,
						36.0
					]
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
						340.0,
						335.0,
						75.0,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-39",
					"maxclass": "panel",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						240.0,
						380.0,
						80.0,
						28.0
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
					"mode": 0
				}
			},
			{
				"box": {
					"id": "obj-38",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						240.0,
						380.0,
						80.0,
						28.0
					],
					"text": "–",
					"fontsize": 20.0,
					"textcolor": [
						0.66,
						0.69,
						0.75,
						1.0
					],
					"presentation": 1,
					"presentation_rect": [
						100.0,
						252.0,
						60.0,
						36.0
					]
				}
			},
			{
				"box": {
					"id": "obj-37",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						240.0,
						335.0,
						75.0,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-36",
					"maxclass": "panel",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						140.0,
						380.0,
						80.0,
						33.0
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
						140.0,
						380.0,
						80.0,
						33.0
					],
					"text": "–",
					"fontsize": 24.0,
					"textcolor": [
						0.95,
						0.95,
						0.95,
						1.0
					],
					"fontface": 1,
					"presentation": 1,
					"presentation_rect": [
						40.0,
						200.0,
						370.0,
						42.0
					]
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
						140.0,
						335.0,
						75.0,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-33",
					"maxclass": "panel",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						40.0,
						380.0,
						80.0,
						73.0
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
					"mode": 0
				}
			},
			{
				"box": {
					"id": "obj-32",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						40.0,
						380.0,
						80.0,
						73.0
					],
					"text": "–",
					"fontsize": 60.0,
					"textcolor": [
						0.95,
						0.95,
						0.95,
						1.0
					],
					"fontface": 1,
					"presentation": 1,
					"presentation_rect": [
						40.0,
						105.0,
						150.0,
						92.0
					]
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
						40.0,
						335.0,
						75.0,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-30",
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
						40.0,
						295.0,
						318.0,
						22.0
					],
					"text": "unpack 0. s 0. s"
				}
			},
			{
				"box": {
					"id": "obj-29",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						40.0,
						255.0,
						78.0,
						22.0
					],
					"text": "route cue"
				}
			},
			{
				"box": {
					"id": "obj-28",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						490.0,
						145.0,
						90.0,
						22.0
					],
					"text": "prepend freeze"
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
						340.0,
						145.0,
						40.0,
						22.0
					],
					"text": "panic"
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
						190.0,
						145.0,
						40.0,
						22.0
					],
					"text": "back"
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
						145.0,
						30.0,
						22.0
					],
					"text": "go"
				}
			},
			{
				"box": {
					"id": "obj-24",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						40.0,
						215.0,
						818.0,
						22.0
					],
					"text": "descant.cue"
				}
			},
			{
				"box": {
					"id": "obj-23",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						40.0,
						30.0,
						160.0,
						22.0
					],
					"text": "receive descant.stage.there"
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
						490.0,
						80.0,
						130.0,
						24.0
					],
					"text": "FREEZE",
					"parameter_enable": 0,
					"bgcolor": [
						0.42,
						0.62,
						0.93,
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
					"mode": 1,
					"texton": "FROZEN",
					"bgoncolor": [
						0.95,
						0.95,
						0.95,
						1.0
					],
					"textoncolor": [
						0.1,
						0.1,
						0.1,
						1.0
					],
					"presentation": 1,
					"presentation_rect": [
						162.0,
						455.0,
						116.0,
						44.0
					]
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
						340.0,
						80.0,
						130.0,
						24.0
					],
					"text": "PANIC",
					"parameter_enable": 0,
					"bgcolor": [
						0.827,
						0.302,
						0.302,
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
						285.0,
						455.0,
						115.0,
						44.0
					]
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
						190.0,
						80.0,
						130.0,
						24.0
					],
					"text": "BACK",
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
						40.0,
						455.0,
						115.0,
						44.0
					]
				}
			},
			{
				"box": {
					"id": "obj-19",
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
						80.0,
						130.0,
						50.0
					],
					"text": "GO",
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
					"fontsize": 40.0,
					"presentation": 1,
					"presentation_rect": [
						40.0,
						330.0,
						360.0,
						110.0
					]
				}
			},
			{
				"box": {
					"id": "obj-18",
					"maxclass": "panel",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						115.0,
						940.0,
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
						20.0,
						90.0,
						400.0,
						490.0
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
						1340.0,
						280.0,
						150.0,
						22.0
					],
					"text": "set Descant is away: Start"
				}
			},
			{
				"box": {
					"id": "obj-16",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"bang",
						""
					],
					"patching_rect": [
						1340.0,
						240.0,
						58.0,
						22.0
					],
					"text": "select 0"
				}
			},
			{
				"box": {
					"id": "obj-15",
					"maxclass": "panel",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1520.0,
						325.0,
						400.0,
						28.0
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
					"mode": 0
				}
			},
			{
				"box": {
					"id": "obj-14",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1520.0,
						325.0,
						400.0,
						28.0
					],
					"text": "Descant is away: Start",
					"fontsize": 20.0,
					"fontface": 1,
					"textcolor": [
						0.95,
						0.95,
						0.95,
						1.0
					],
					"presentation": 1,
					"presentation_rect": [
						60.0,
						27.0,
						660.0,
						28.0
					]
				}
			},
			{
				"box": {
					"id": "obj-13",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1520.0,
						280.0,
						75.0,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-12",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						1520.0,
						240.0,
						78.0,
						22.0
					],
					"text": "zl.nth 3"
				}
			},
			{
				"box": {
					"id": "obj-11",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						1520.0,
						200.0,
						98.0,
						22.0
					],
					"text": "route welcome"
				}
			},
			{
				"box": {
					"id": "obj-10",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1190.0,
						280.0,
						145.0,
						22.0
					],
					"text": "send descant.stage.there"
				}
			},
			{
				"box": {
					"id": "obj-9",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1190.0,
						240.0,
						90.0,
						22.0
					],
					"text": "prepend active"
				}
			},
			{
				"box": {
					"id": "obj-8",
					"maxclass": "led",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"int"
					],
					"patching_rect": [
						1040.0,
						240.0,
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
						20.0,
						28.0,
						28.0,
						28.0
					]
				}
			},
			{
				"box": {
					"id": "obj-7",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"int",
						"int",
						"int"
					],
					"patching_rect": [
						1040.0,
						200.0,
						318.0,
						22.0
					],
					"text": "trigger i i i"
				}
			},
			{
				"box": {
					"id": "obj-6",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1190.0,
						105.0,
						35.0,
						22.0
					],
					"text": "quit"
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
						1040.0,
						105.0,
						35.0,
						22.0
					],
					"text": "start"
				}
			},
			{
				"box": {
					"id": "obj-4",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"int",
						""
					],
					"patching_rect": [
						1040.0,
						160.0,
						498.0,
						22.0
					],
					"text": "descant.connect"
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
						1190.0,
						60.0,
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
						890.0,
						25.0,
						90.0,
						36.0
					]
				}
			},
			{
				"box": {
					"id": "obj-2",
					"maxclass": "textbutton",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						"int"
					],
					"patching_rect": [
						1040.0,
						60.0,
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
						760.0,
						25.0,
						120.0,
						36.0
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
						940.0,
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
						1000.0,
						600.0
					]
				}
			},
			{
				"box": {
					"id": "obj-94",
					"maxclass": "panel",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						25.0,
						925.0,
						1240.0,
						104.0
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
						"obj-5",
						0
					],
					"source": [
						"obj-2",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-4",
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
						"obj-6",
						0
					],
					"source": [
						"obj-3",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-4",
						0
					],
					"source": [
						"obj-6",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-7",
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
						"obj-8",
						0
					],
					"source": [
						"obj-7",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-9",
						0
					],
					"source": [
						"obj-7",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-10",
						0
					],
					"source": [
						"obj-9",
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
						"obj-4",
						1
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
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-13",
						0
					],
					"source": [
						"obj-12",
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
						"obj-16",
						0
					],
					"source": [
						"obj-7",
						2
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
						"obj-16",
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
						"obj-23",
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
						"obj-23",
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
						"obj-23",
						0
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
						"obj-19",
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
						"obj-25",
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
						"obj-24",
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
						"obj-27",
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
						"obj-24",
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
						"obj-28",
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
						"obj-24",
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
						"obj-29",
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
						"obj-30",
						0
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
						"obj-34",
						0
					],
					"source": [
						"obj-30",
						1
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
						"obj-37",
						0
					],
					"source": [
						"obj-30",
						2
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-38",
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
						"obj-30",
						3
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-41",
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
						"obj-44",
						0
					],
					"source": [
						"obj-24",
						1
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
						"obj-46",
						0
					],
					"source": [
						"obj-45",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-46",
						1
					],
					"source": [
						"obj-44",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-47",
						0
					],
					"source": [
						"obj-46",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-48",
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
						"obj-49",
						0
					],
					"source": [
						"obj-48",
						1
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
						"obj-47",
						0
					],
					"midpoints": [
						595.0,
						412.0,
						595.0,
						500.0,
						489.0,
						500.0
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
						"obj-51",
						0
					],
					"source": [
						"obj-50",
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
						"obj-51",
						0
					],
					"midpoints": [
						580.0,
						592.0,
						990.0,
						592.0,
						990.0,
						190.0,
						49.0,
						190.0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-52",
						0
					],
					"source": [
						"obj-24",
						2
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-53",
						0
					],
					"source": [
						"obj-52",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-54",
						0
					],
					"source": [
						"obj-53",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-58",
						0
					],
					"source": [
						"obj-57",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-59",
						0
					],
					"source": [
						"obj-57",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-62",
						0
					],
					"source": [
						"obj-61",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-63",
						0
					],
					"source": [
						"obj-61",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-66",
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
						"obj-67",
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
						"obj-71",
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
						"obj-75",
						0
					],
					"source": [
						"obj-74",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-76",
						0
					],
					"source": [
						"obj-75",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-74",
						0
					],
					"source": [
						"obj-76",
						0
					],
					"midpoints": [
						49.0,
						892.0,
						280.0,
						892.0,
						280.0,
						760.0,
						49.0,
						760.0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-79",
						0
					],
					"source": [
						"obj-78",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-80",
						0
					],
					"source": [
						"obj-79",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-78",
						0
					],
					"source": [
						"obj-80",
						0
					],
					"midpoints": [
						349.0,
						892.0,
						580.0,
						892.0,
						580.0,
						760.0,
						349.0,
						760.0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-83",
						0
					],
					"source": [
						"obj-82",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-84",
						0
					],
					"source": [
						"obj-83",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-85",
						0
					],
					"source": [
						"obj-84",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-86",
						0
					],
					"source": [
						"obj-85",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-82",
						0
					],
					"source": [
						"obj-86",
						0
					],
					"midpoints": [
						1049.0,
						617.0,
						1020.0,
						617.0,
						1020.0,
						405.0,
						1049.0,
						405.0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-91",
						0
					],
					"source": [
						"obj-87",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-91",
						0
					],
					"source": [
						"obj-88",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-91",
						0
					],
					"source": [
						"obj-89",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-91",
						0
					],
					"source": [
						"obj-90",
						0
					]
				}
			}
		]
	}
}
