// Two short tones: somebody is being called. Without sound allowed the words on the page must do.

export function ring(): void {
  try {
    const context = new AudioContext();
    for (const [at, pitch] of [[0, 660], [0.35, 880], [0.9, 660], [1.25, 880]] as const) {
      const tone = context.createOscillator();
      const volume = context.createGain();
      volume.gain.value = 0.2;
      tone.frequency.value = pitch;
      tone.connect(volume).connect(context.destination);
      tone.start(context.currentTime + at);
      tone.stop(context.currentTime + at + 0.3);
    }
    setTimeout(() => void context.close(), 2000);
    navigator.vibrate?.([300, 200, 300]);
  } catch {
    // no sound here
  }
}
