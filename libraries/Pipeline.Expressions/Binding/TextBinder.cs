using System.Runtime.Intrinsics;
using System.Text.RegularExpressions;
using Pipeline.Expressions.Evaluation;
using Pipeline.Expressions.Syntax;

namespace Pipeline.Expressions.Binding;

/// <summary>Operators on text, bytes and lists of text.</summary>
internal sealed class TextBinder(Scope scope)
{
    public Predicate Compare(Operator operation, TextSource left, TextSource right) => operation switch
    {
        Operator.Greater => Compare(Operator.Less, right, left),
        Operator.GreaterOrEqual => Compare(Operator.LessOrEqual, right, left),
        Operator.Equal => TryAtStart(left, right, whole: true) ?? TryAtStart(right, left, whole: true) ?? new TextComparison(operation, left, right),
        _ => new TextComparison(operation, left, right),
    };

    public Predicate Search(Place place, Operator operation, Operand left, Operand right) => (operation, left, right) switch
    {
        (Operator.Contains, CellOperand { Type.Kind: ColumnKind.Utf8List } list, TextOperand element) => new ListContains(list.Ordinal, element.Source),
        (_, AttributeOperand a, _) => a.AsText(text => Search(place, operation, text, right)),
        (_, _, AttributeOperand b) => b.AsText(text => Search(place, operation, left, text)),
        (Operator.StartsWith, TextOperand a, TextOperand b) => TryAtStart(a.Source, b.Source, whole: false) ?? new TextComparison(operation, a.Source, b.Source),
        (_, TextOperand a, TextOperand b) => new TextComparison(operation, a.Source, b.Source),
        (_, TextOperand, _) => throw right.Place.Error($"{scope.Describe(right)} is no text"),
        _ => throw left.Place.Error($"{scope.Describe(left)} is no text"),
    };

    public Predicate Matches(Place place, Operand left, Operand right)
    {
        if (left is AttributeOperand attribute)
            return attribute.AsText(value => Matches(place, value, right));
        if (left is not TextOperand text)
            throw left.Place.Error($"{scope.Describe(left)} is no text");
        if (right is not LiteralOperand pattern)
            throw right.Place.Error($"{scope.Describe(right)} is no regular expression in quotes");
        try
        {
            return new RegexMatch(text.Source, new Regex(pattern.Text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw right.Place.Error($"{scope.Quote(right.Place)} is no regular expression that runs in linear time: {e.Message}");
        }
    }

    /// <summary>Short text at the start of a fixed cell, and the NUL behind it when it is the whole text, are compared in one go.</summary>
    private Predicate? TryAtStart(TextSource column, TextSource constant, bool whole)
    {
        if (column is not TextColumn { Type: { Kind: ColumnKind.FixedUtf8, Width: var width } } cell || constant is not TextConstant { Value: var text })
            return null;
        if (text.Length > width || text.Contains((byte)0))
            return new ConstantPredicate(false);
        var length = whole && text.Length < width ? text.Length + 1 : text.Length;
        if (width < Vector128<byte>.Count || length > Vector128<byte>.Count)
            return null;
        Span<byte> mask = stackalloc byte[Vector128<byte>.Count];
        Span<byte> expected = stackalloc byte[Vector128<byte>.Count];
        mask[..length].Fill(byte.MaxValue);
        text.CopyTo(expected);
        return new MaskedCell(scope.Slot(cell.Ordinal), Vector128.Create<byte>(mask), Vector128.Create<byte>(expected));
    }
}
