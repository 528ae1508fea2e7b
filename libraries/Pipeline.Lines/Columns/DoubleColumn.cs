using System.Globalization;
using System.Runtime.InteropServices;

namespace Pipeline.Lines.Columns;

/// <summary>Numbers; a text that is one is taken, too, and NaN, +Inf and -Inf are texts in JSON.</summary>
internal sealed class DoubleColumn(int ordinal) : LineColumn(ordinal)
{
    public override bool Set(BatchBuilder rows, in LineValue value)
    {
        double number;
        switch (value.Kind)
        {
            case AttributeKind.F64:
                number = MemoryMarshal.Read<double>(value.Payload);
                break;
            case AttributeKind.I64:
                number = MemoryMarshal.Read<long>(value.Payload);
                break;
            case AttributeKind.Utf8 when TryParse(value.Payload, out number):
                break;
            default:
                return false;
        }

        rows.Set(Ordinal, number);
        return true;
    }

    private static bool TryParse(ReadOnlySpan<byte> text, out double number)
    {
        number = text switch
        {
            [(byte)'N', (byte)'a', (byte)'N'] => double.NaN,
            [(byte)'+', (byte)'I', (byte)'n', (byte)'f'] or [(byte)'I', (byte)'n', (byte)'f'] => double.PositiveInfinity,
            [(byte)'-', (byte)'I', (byte)'n', (byte)'f'] => double.NegativeInfinity,
            _ => 0,
        };
        return number != 0 || double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out number);
    }
}
