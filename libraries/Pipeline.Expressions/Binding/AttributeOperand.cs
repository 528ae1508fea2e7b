using Pipeline.Expressions.Evaluation;
using Pipeline.Expressions.Syntax;

namespace Pipeline.Expressions.Binding;

/// <summary>A value of a map column, whose type each row tells anew: it is taken for what it is compared with, and a row with another has no value.</summary>
internal sealed record AttributeOperand(Place Place, MapEntry Entry) : Operand(Place, "an attribute")
{
    /// <summary>True in rows where it is true.</summary>
    public Predicate AsCondition() => new AllOf([new EntryKind(Entry, AttributeKind.Bool), new EntryIsTrue(Entry)]);

    /// <summary>What is asked of it as a text or bytes, false where it is neither.</summary>
    public Predicate AsText(Func<TextOperand, Predicate> test) =>
        new AllOf([new EntryKind(Entry, AttributeKind.Utf8, AttributeKind.Bytes), test(new TextOperand(Place, Kind, new EntryText(Entry)))]);

    /// <summary>What is asked of it as an integer or a float, false where it is neither.</summary>
    public Predicate AsNumber(Func<NumberOperand, Predicate> test) =>
        new AnyOf([
            test(new NumberOperand(Place, Kind, new EntryInteger(Entry), Measure.Any)),
            test(new NumberOperand(Place, Kind, new EntryFloat(Entry), Measure.Any)),
        ]);
}
