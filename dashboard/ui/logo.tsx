export const Logo = ({ size = 26 }: { size?: number }) => (
  <svg className="logo" viewBox="0 0 32 32" width={size} height={size} aria-hidden="true">
    <rect width="32" height="32" rx="8" className="logo-ground" />
    <path
      className="logo-line"
      d="M9 11.5a3 3 0 0 1 3-3h8a3 3 0 0 1 3 3v5a3 3 0 0 1-3 3h-4.5L11 23.5v-4a2 2 0 0 1-2-2z"
    />
    <path className="logo-line" d="M13 14h6" />
  </svg>
);
