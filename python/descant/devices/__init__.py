"""What the performers hold in their hands: MIDI, and later OSC, camera and microphone."""
