/** Today in China as YYYY-MM-DD, whatever the machine's zone: the date whose editions and articles count. */
export const today = (): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date());
