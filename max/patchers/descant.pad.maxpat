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
			500.0,
			420.0
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
		"digest": "Move the point of a part by hand",
		"description": "The point of a part: for a learner its target; drag it, and the machine runs after it. For a sequencer the place in its latent space that is its rhythm: z1 z2, from -4 to 4. One whose rows have sounds has another point for those of all rows, drums/sound, and one for each row, drums/kick, which is added to it.",
		"boxes": [
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
						305.0,
						300.0,
						100.0,
						22.0
					],
					"text": "loadmess text #1"
				}
			},
			{
				"box": {
					"id": "obj-8",
					"maxclass": "live.text",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						280.0,
						340.0,
						120.0,
						20.0
					],
					"varname": "face",
					"text": "descant.pad",
					"mode": 0,
					"ignoreclick": 1,
					"parameter_enable": 1,
					"activebgcolor": [
						0.16,
						0.18,
						0.22,
						1.0
					],
					"activetextcolor": [
						0.95,
						0.95,
						0.95,
						1.0
					],
					"bgcolor": [
						0.62,
						0.62,
						0.62,
						1.0
					],
					"textcolor": [
						0.42,
						0.42,
						0.42,
						1.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_enum": [
								"val1",
								"val2"
							],
							"parameter_longname": "descant.pad face",
							"parameter_shortname": "face",
							"parameter_type": 2,
							"parameter_mmax": 1,
							"parameter_invisible": 2
						}
					},
					"presentation": 1,
					"presentation_rect": [
						0.0,
						0.0,
						150.0,
						22.0
					]
				}
			},
			{
				"box": {
					"id": "obj-7",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						160.0,
						220.0,
						60.0,
						22.0
					],
					"text": "receive"
				}
			},
			{
				"box": {
					"id": "obj-6",
					"maxclass": "outlet",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						40.0,
						340.0,
						30.0,
						30.0
					],
					"comment": "everything else, each message beginning with its name",
					"index": 1
				}
			},
			{
				"box": {
					"id": "obj-5",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						280.0,
						60.0,
						110.0,
						22.0
					],
					"text": "receive descant.in"
				}
			},
			{
				"box": {
					"id": "obj-4",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						90.0,
						60.0,
						75.0,
						22.0
					],
					"text": "patcherargs"
				}
			},
			{
				"box": {
					"id": "obj-3",
					"maxclass": "inlet",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						40.0,
						60.0,
						30.0,
						30.0
					],
					"comment": "a list: x y, and more where the part has more",
					"index": 1
				}
			},
			{
				"box": {
					"id": "obj-2",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						40.0,
						160.0,
						258.0,
						22.0
					],
					"text": "v8 descant.pad.js #1"
				}
			},
			{
				"box": {
					"id": "obj-1",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						40.0,
						15.0,
						440.0,
						19.0
					],
					"text": "descant.pad: Move the point of a part by hand",
					"fontface": 1
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
						"obj-3",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-2",
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
						"obj-2",
						1
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
						"obj-2",
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
						"obj-2",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-2",
						1
					],
					"source": [
						"obj-7",
						0
					],
					"midpoints": [
						169.0,
						260.0,
						405.0,
						260.0,
						405.0,
						140.0,
						289.0,
						140.0
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
						"obj-2",
						2
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
						"obj-9",
						0
					]
				}
			}
		]
	}
}
