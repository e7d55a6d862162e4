// The sixteen event types in seven bands: as many as can be told apart by colour and by pattern.
// The bands never change with the filter, so a colour means the same in every view.

export const BANDS = [
  { key: "protest", name: "Protest", types: ["PROTEST"] },
  { key: "coerce", name: "Coerce", types: ["COERCE"] },
  { key: "assault", name: "Assault", types: ["ASSAULT"] },
  { key: "force", name: "Sanction, mobilize", types: ["SANCTION", "MOBILIZE"] },
  { key: "against", name: "Request, accuse, reject, threaten", types: ["REQUEST", "ACCUSE", "REJECT", "THREATEN"] },
  { key: "talk", name: "Agree, consult, support, concede", types: ["AGREE", "CONSULT", "SUPPORT", "CONCEDE"] },
  { key: "together", name: "Cooperate, aid, retreat", types: ["COOPERATE", "AID", "RETREAT"] },
];

const KNOWN = new Set(BANDS.flatMap(({ types }) => types));

/** How many events of one bar fall in each band; what is of no known type goes with the last. */
export function inBands(types) {
  const counts = BANDS.map((band) => band.types.reduce((sum, type) => sum + (types[type] ?? 0), 0));
  const rest = Object.entries(types).reduce((sum, [type, n]) => (KNOWN.has(type) ? sum : sum + n), 0);
  counts[counts.length - 1] += rest;
  return counts;
}
