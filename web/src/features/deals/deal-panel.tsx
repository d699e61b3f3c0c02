export function DealPanel(_: { dealId: string; onClose: () => void }) {
  return null;
}
