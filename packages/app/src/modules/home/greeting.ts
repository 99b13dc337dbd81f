/** Which greeting fits the hour: keys below `home.greeting`. */
export function greetingOf(now: Date): 'morning' | 'day' | 'evening' {
  const hour = now.getHours();
  if (hour >= 5 && hour < 12) return 'morning';
  return hour >= 12 && hour < 18 ? 'day' : 'evening';
}
