// How loud the own microphone is, for the check before the call. One context for the page, never closed:
// iOS does not give a second one.

let context: AudioContext | null = null;

/** Must run in a tap for the first time, or iOS keeps it suspended. */
export function wakeAudio(): void {
  if (context === null) {
    context = new AudioContext();
    // After a reload there was no tap yet: the next one will do.
    document.addEventListener("pointerdown", wakeAudio);
  }
  if (context.state === "suspended") void context.resume();
}

/** Calls back about ten times a second with 0–1. Returns how to stop. */
export function meter(track: MediaStreamTrack, onLevel: (level: number) => void): () => void {
  wakeAudio();
  if (context === null) return () => undefined;
  const source = context.createMediaStreamSource(new MediaStream([track]));
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    onLevel(level(samples));
  }, 100);
  return () => {
    clearInterval(timer);
    source.disconnect();
  };
}

/** Above a murmur: once is proof enough that a microphone works. */
export const HEARD = 0.35;

/** Root mean square on a scale of decibels: -60 dB is 0, -10 dB is 1. */
export function level(samples: Float32Array): number {
  const power = samples.reduce((sum, x) => sum + x * x, 0) / Math.max(1, samples.length);
  const decibels = 10 * Math.log10(power + 1e-12);
  return Math.min(1, Math.max(0, (decibels + 60) / 50));
}
