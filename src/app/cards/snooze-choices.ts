/** Values of the snooze menu; the desk turns them into an instant when they are chosen. */
export const SNOOZE_CHOICES = [
  { label: 'For 1 hour', value: '1h' },
  { label: 'For 4 hours', value: '4h' },
  { label: 'Until tomorrow morning', value: 'tomorrow' },
  { label: 'For 3 days', value: '3d' },
  { label: 'For a week', value: '7d' },
] as const;
