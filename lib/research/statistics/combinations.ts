/** Every way to choose `size` of the places 0..count - 1, each ascending, in lexicographic order. */
export function* combinationsOf(count: number, size: number): Generator<readonly number[]> {
  const chosen = Array.from({ length: size }, (_, i) => i);
  if (size > count) return;
  while (true) {
    yield [...chosen];
    let place = size - 1;
    while (place >= 0 && chosen[place] === count - size + place) place -= 1;
    if (place < 0) return;
    chosen[place] += 1;
    for (let i = place + 1; i < size; i++) chosen[i] = chosen[i - 1] + 1;
  }
}
