# Descant's everyday commands. Every one sets up first what is missing, and can be run again.

first     := losses-dissonances-distortions
PATCH     ?= patches/$(first).toml
piece     := $(basename $(notdir $(PATCH)))
played    := $(firstword $(wildcard $(addprefix $(dir $(PATCH))takes/$(piece),.mid .jsonl)))
out       := out$(if $(filter-out $(first),$(piece)),/$(piece))
performed := $(addprefix $(out)/,audio.wav video.mp4 take.jsonl score.png)
sources   := $(PATCH) $(played) $(wildcard $(dir $(PATCH))models/$(piece)*.safetensors) \
             pyproject.toml $(shell find python/descant -name '*.py')
lost      := $(filter-out $(wildcard $(performed)),$(performed))
sounds    := $(if $(shell grep -s '^sounds *=' $(PATCH)),sounds)
bin       := .venv/bin

.PHONY: help perform live test packets bench soak check format reference quark max setup setup-to-play setup-to-play-live clean again

help:  ## list these commands
	@echo 'make COMMAND, where COMMAND is'
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1	\2/p' Makefile | expand -t 12

perform: $(out)/take.jsonl  ## perform Losses, Dissonances, and Distortions offline into out/; PATCH=… another into out/NAME/
	@echo 'The performance is there: $(performed)'

live: setup-to-play-live  ## perform it live: MIDI, microphone, the computer's keyboard; JACK must be running
	$(bin)/descant perform $(PATCH)

test: setup  ## run every test
	$(bin)/pytest -n 2

packets: setup  ## send a million OSC packets, random, mutated and wrong ones, and compare the state after each
	DESCANT_PACKETS=1000000 $(bin)/pytest tests/python/performance/test_packets.py

bench: setup  ## measure speed: one table, and out/bench.json
	$(bin)/python -m bench

soak: setup  ## play for a quarter of an hour: ten nights in which everything fails, then ten minutes of dense playing
	$(bin)/pytest tests/stage/test_faults.py --seeds 10 -s
	$(bin)/python -m bench.soak --minutes 10

check: setup  ## check format, lint, types, and who imports whom
	$(bin)/ruff format --check .
	$(bin)/ruff check .
	$(bin)/mypy
	$(bin)/lint-imports

format: setup  ## format the code and mend what lint can mend
	$(bin)/ruff format .
	$(bin)/ruff check --fix .

reference: setup  ## write docs/osc.md anew from the table of the protocol's words
	$(bin)/python -m descant.devices.reference > docs/osc.md

quark: setup  ## write the Quark's compiled SynthDefs anew, after a change to those that Descant plays
	$(bin)/python -m descant.export.quark sc

max: setup  ## write the Max package's patchers, help, reference and pictures anew from their tables
	$(bin)/python -m descant.export.max max
	$(bin)/python -m descant.export.max_picture max/extras/Descant.maxpat docs/max.jpg

setup:  ## set everything up, tools for tests and checks included
	@scripts/setup dev

clean:  ## remove caches and build products; out/ and .venv stay
	rm -rf build dist python/*.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find python tests bench scripts -name __pycache__ -type d -prune -exec rm -rf {} +

setup-to-play:
	@scripts/setup play $(sounds)

setup-to-play-live:
	@scripts/setup live $(sounds)

# Performed again when a source is newer, or when one of the four files is gone.
$(out)/take.jsonl: $(sources) $(if $(lost),again) | setup-to-play
	$(if $(played),,$(error $(PATCH) has no bundled take: play it live, or descant render it with a MIDI file of yours))
	$(bin)/descant $(if $(filter %.jsonl,$(played)),replay $(played) --patch $(PATCH),render $(PATCH) --midi $(played)) --out $(out)

again:
