using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Pipeline.Lines.Columns;

/// <summary>Whole numbers within the column's range; a text or a double that is one is taken, too.</summary>
internal sealed class IntegerColumn<T>(int ordinal) : LineColumn(ordinal)
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    public override bool Set(BatchBuilder rows, in LineValue value)
    {
        if (!TryRead(value, out var number))
            return false;
        rows.Set(Ordinal, number);
        return true;
    }

    private static bool TryRead(in LineValue value, out T number)
    {
        number = default;
        switch (value.Kind)
        {
            case AttributeKind.I64:
                var integer = MemoryMarshal.Read<long>(value.Payload);
                number = T.CreateTruncating(integer);
                return long.CreateTruncating(number) == integer && T.IsNegative(number) == integer < 0;
            case AttributeKind.Utf8:
                return T.TryParse(value.Payload, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
            case AttributeKind.F64:
                // Beyond 64 bits with sign a value's own digits are exact, and its double is not.
                return T.TryParse(value.Raw, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number)
                    || TryRead(MemoryMarshal.Read<double>(value.Payload), out number);
            default:
                return false;
        }
    }

    private static bool TryRead(double value, out T number)
    {
        number = T.CreateSaturating(value);
        return double.CreateTruncating(number) == value && Math.Abs(value) < 1L << 53;
    }
}
