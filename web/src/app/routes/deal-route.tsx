export function DealRoute() {
  return null;
}
