namespace Pipeline.Expressions.Evaluation;

/// <summary>Something that has a numeric value in a row: an <see cref="IntegerNumber"/> or a <see cref="FloatNumber"/>.</summary>
internal abstract class Number;
