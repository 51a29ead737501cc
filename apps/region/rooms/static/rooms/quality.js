// How good a connection is, from the browser's statistics, in one of three words.

// loss: share of packets lost, rtt and jitter: seconds.
export function judge({ loss, rtt, jitter }) {
  if (loss > 0.08 || rtt > 0.6 || jitter > 0.15) return "poor";
  if (loss > 0.02 || rtt > 0.25 || jitter > 0.05) return "fair";
  return "good";
}

// What has happened since `before` (a value this function gave earlier, or nothing).
export function measure(report, before = { lost: 0, received: 0 }) {
  const now = { lost: 0, received: 0, rtt: 0, jitter: 0 };
  for (const entry of report.values()) {
    if (entry.type === "inbound-rtp") {
      now.lost += Math.max(0, entry.packetsLost || 0);
      now.received += entry.packetsReceived || 0;
      now.jitter = Math.max(now.jitter, entry.jitter || 0);
    }
    if (entry.type === "candidate-pair" && entry.nominated) now.rtt = Math.max(now.rtt, entry.currentRoundTripTime || 0);
  }
  const lost = Math.max(0, now.lost - before.lost);
  const all = lost + Math.max(0, now.received - before.received);
  return { ...now, loss: all ? lost / all : 0 };
}
