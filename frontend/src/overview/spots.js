// Spots on the globe and on the drawing: sizes, middles, boxes, neighbours.

/** The radius in pixels whose area grows with the count, so that twice as many look twice as much. */
export function radius(count, most) {
  return 3 + 17 * Math.sqrt(count / Math.max(most, 1));
}

/** The middle of the points on the globe, by which the projection is turned. */
export function middle(points) {
  let [x, y] = [0, 0];
  for (const { lon } of points) {
    x += Math.cos((lon * Math.PI) / 180);
    y += Math.sin((lon * Math.PI) / 180);
  }
  return points.length && Math.hypot(x, y) > 1e-6 ? (Math.atan2(y, x) * 180) / Math.PI : 0;
}

/** A difference of longitudes between -180 and 180. */
export const turn = (degrees) => ((((degrees + 180) % 360) + 360) % 360) - 180;

/** The box around spots as west, south, east and north, in hundredths; it may cross the date line. */
export function box(spots, centre) {
  const aside = spots.map(([lon]) => turn(lon - centre));
  const heights = spots.map(([, lat]) => lat);
  const round = (value) => Math.round(value * 100) / 100;
  const [west, east] = [Math.min(...aside), Math.max(...aside)];
  const wide = east - west > 355;
  return [
    wide ? -180 : round(turn(west + centre)),
    round(Math.max(-90, Math.min(...heights))),
    wide ? 180 : round(turn(east + centre)),
    round(Math.min(90, Math.max(...heights))),
  ];
}

/** Whether a point may lie in bounds, which may cross the date line. */
export function within([[west, south], [east, north]], lon, lat) {
  const across = west <= east ? west <= lon && lon <= east : lon >= west || lon <= east;
  return across && south <= lat && lat <= north;
}

/** The node that lies closest in a direction; what lies aside of it counts as farther off. */
export function nearest(nodes, from, [wayX, wayY]) {
  let best = null;
  let least = Infinity;
  for (const node of nodes) {
    if (node === from || !node.at) continue;
    const [x, y] = [node.at[0] - from.at[0], node.at[1] - from.at[1]];
    const along = x * wayX + y * wayY;
    const aside = Math.abs(x * wayY) + Math.abs(y * wayX);
    if (along <= 0 && !(along === 0 && aside === 0)) continue;
    const far = along + 2 * aside;
    if (far < least) [best, least] = [node, far];
  }
  return best;
}
