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
			1058.0,
			460.0
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
		"digest": "The way to Descant, once in a patch",
		"description": "Starts Descant, or finds the one that plays already, and keeps in touch. All other objects speak through it, so that a patch needs one of it and no more. When Descant goes away everything waits, grey; when it is back, everything goes on. Two patches may be open at once.",
		"boxes": [
			{
				"box": {
					"id": "obj-11",
					"maxclass": "live.text",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						940.0,
						340.0,
						120.0,
						20.0
					],
					"varname": "face",
					"text": "descant.connect",
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
							"parameter_longname": "descant.connect face",
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
					"id": "obj-10",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						760.0,
						220.0,
						175.0,
						22.0
					],
					"text": "node.script descant.process.js"
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
						580.0,
						220.0,
						70.0,
						22.0
					],
					"text": "udpreceive"
				}
			},
			{
				"box": {
					"id": "obj-8",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						400.0,
						220.0,
						150.0,
						22.0
					],
					"text": "udpsend 127.0.0.1 57140"
				}
			},
			{
				"box": {
					"id": "obj-7",
					"maxclass": "outlet",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						220.0,
						340.0,
						30.0,
						30.0
					],
					"comment": "everything else, each message beginning with its name",
					"index": 2
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
					"comment": "1 while Descant answers, else 0",
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
						640.0,
						60.0,
						115.0,
						22.0
					],
					"text": "receive descant.out"
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
						240.0,
						22.0
					],
					"text": "patcherargs @host 127.0.0.1 @port 57140"
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
					"comment": "start, attach, stop, quit, status",
					"index": 1
				}
			},
			{
				"box": {
					"id": "obj-2",
					"maxclass": "newobj",
					"numinlets": 4,
					"numoutlets": 6,
					"outlettype": [
						"",
						"",
						"",
						"",
						"",
						""
					],
					"patching_rect": [
						40.0,
						160.0,
						918.0,
						22.0
					],
					"text": "v8 descant.connect.js"
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
						918.0,
						19.0
					],
					"text": "descant.connect: The way to Descant, once in a patch",
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
						2
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
						"obj-9",
						0
					],
					"source": [
						"obj-2",
						3
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
						"obj-9",
						0
					],
					"midpoints": [
						589.0,
						265.0,
						20.0,
						265.0,
						20.0,
						130.0,
						349.0,
						130.0
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
						"obj-2",
						4
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-2",
						3
					],
					"source": [
						"obj-10",
						0
					],
					"midpoints": [
						769.0,
						265.0,
						1000.0,
						265.0,
						1000.0,
						130.0,
						949.0,
						130.0
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
						"obj-2",
						5
					]
				}
			}
		]
	}
}
