using System.Globalization;

namespace Pipeline.Expressions.Syntax;

/// <summary>Reads integers (<c>42</c>, <c>0x2a</c>, <c>1_000</c>), floats (<c>0.5</c>, <c>1e3</c>), durations (<c>1h30m</c>) and sizes (<c>4KiB</c>).</summary>
internal static class NumberReader
{
    private static readonly string[] Units = [.. UnitTable.Literals.Select(u => u.Name)];

    public static Expression Read(string text, int start)
    {
        if (text[start] == '0' && start + 1 < text.Length && text[start + 1] is 'x' or 'X')
            return Hexadecimal(text, start);
        var end = EndOfNumber(text, start, out var isFloat);
        var unitEnd = EndOfUnit(text, end);
        if (unitEnd > end)
            return WithUnit(text, start);
        var place = new Place(start, end - start);
        var digits = text[start..end].Replace("_", "", StringComparison.Ordinal);
        if (!isFloat)
            return Integer(place, digits, NumberStyles.None);
        var value = double.Parse(digits, CultureInfo.InvariantCulture);
        return double.IsFinite(value) ? new FloatLiteral(place, value) : throw place.Error("the number is too large for a 64 bit float");
    }

    private static IntegerLiteral Hexadecimal(string text, int start)
    {
        var end = start + 2;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
            end++;
        var place = new Place(start, end - start);
        var digits = text[(start + 2)..end].Replace("_", "", StringComparison.Ordinal);
        if (digits.Length == 0 || !digits.All(char.IsAsciiHexDigit))
            throw place.Error($"'{text[start..end]}' is no hexadecimal number");
        return Integer(place, digits, NumberStyles.AllowHexSpecifier);
    }

    private static IntegerLiteral Integer(Place place, string digits, NumberStyles style) =>
        ulong.TryParse(digits, style, CultureInfo.InvariantCulture, out var value)
            ? new IntegerLiteral(place, value, Dimension.Any)
            : throw place.Error($"the number does not fit 64 bits (the largest is {ulong.MaxValue})");

    /// <summary>A size is one number and unit; a duration any count of them, added up.</summary>
    private static IntegerLiteral WithUnit(string text, int start)
    {
        var (at, total, dimension) = (start, 0m, Dimension.Any);
        do
        {
            var end = EndOfNumber(text, at, out _);
            var unitEnd = EndOfUnit(text, end);
            var unit = UnitAt(text, end, unitEnd);
            if (dimension != Dimension.Any && (dimension != unit.Dimension || unit.Dimension == Dimension.Size))
                throw new Place(start, unitEnd - start).Error("only durations are made of several parts, such as 1h30m");
            dimension = unit.Dimension;
            total += Scale(text, at, end, unit.Scale, new Place(start, unitEnd - start));
            at = unitEnd;
        }
        while (at < text.Length && char.IsAsciiDigit(text[at]));
        var place = new Place(start, at - start);
        if (total > long.MaxValue)
            throw TooLarge(place);
        return total == decimal.Truncate(total)
            ? new IntegerLiteral(place, (Int128)total, dimension)
            : throw place.Error(dimension == Dimension.Size ? "the size is no whole number of bytes" : "the duration is no whole number of nanoseconds");
    }

    private static Unit UnitAt(string text, int start, int end)
    {
        var name = text[start..end];
        if (Array.Find(UnitTable.Literals, u => u.Name == name) is { } unit)
            return unit;
        throw name.Length == 0
            ? new Place(start - 1, 1).Error("a unit is missing after the number")
            : new Place(start, end - start).Unknown($"'{name}' is no unit (expected one of {string.Join(" ", Units)})", name, Units);
    }

    private static decimal Scale(string text, int start, int end, long factor, Place place)
    {
        var digits = text[start..end].Replace("_", "", StringComparison.Ordinal);
        return decimal.TryParse(digits, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
            && number <= long.MaxValue / factor
            ? number * factor
            : throw TooLarge(place);
    }

    private static ExpressionException TooLarge(Place place) => place.Error("the number with its unit does not fit 63 bits of nanoseconds or bytes");

    private static int EndOfNumber(string text, int at, out bool isFloat)
    {
        isFloat = false;
        at = EndOfDigits(text, at);
        if (IsDigit(text, at + 1) && text[at] == '.')
            (at, isFloat) = (EndOfDigits(text, at + 1), true);
        if (at >= text.Length || text[at] is not ('e' or 'E'))
            return at;
        var exponent = at + 1 < text.Length && text[at + 1] is '+' or '-' ? at + 2 : at + 1;
        if (IsDigit(text, exponent))
            (at, isFloat) = (EndOfDigits(text, exponent), true);
        return at;
    }

    private static int EndOfDigits(string text, int at)
    {
        while (IsDigit(text, at) || (at < text.Length && text[at] == '_' && IsDigit(text, at + 1)))
            at++;
        return at;
    }

    private static int EndOfUnit(string text, int at)
    {
        while (at < text.Length && (char.IsLetter(text[at]) || text[at] == '_'))
            at++;
        return at;
    }

    private static bool IsDigit(string text, int at) => at < text.Length && char.IsAsciiDigit(text[at]);
}
