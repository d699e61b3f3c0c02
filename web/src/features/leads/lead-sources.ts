/** Sources that leads often come from: offered while typing, never required. */
export const LEAD_SOURCES = [
  "Website",
  "Referral",
  "Partner",
  "Trade fair",
  "Newsletter",
  "Advertising",
  "Cold call",
] as const;
