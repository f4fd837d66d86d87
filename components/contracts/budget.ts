/** What a stack may cost a month, and who is told. */
export interface BudgetArgs {
  /** US dollars a month. */
  readonly monthly: number;
  /** Shares of it, in percent, that are told once they are spent. */
  readonly percents: readonly number[];
  /** Share of it, in percent, that is told once the month's forecast reaches it. */
  readonly forecast: number;
  /** E-mail addresses. */
  readonly emails: readonly string[];
}
