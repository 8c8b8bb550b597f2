/** A question that has one answer for ever, asked again and again: the last some thousand are kept. */
export const remembered = <Question, Answer>(
  keyOf: (question: Question) => string,
  answer: (question: Question) => Answer,
  limit = 20_000,
): ((question: Question) => Answer) => {
  const known = new Map<string, Answer>();
  return (question) => {
    const key = keyOf(question);
    const found = known.get(key);
    if (found !== undefined) return found;
    if (known.size >= limit) known.clear();
    const made = answer(question);
    known.set(key, made);
    return made;
  };
};
