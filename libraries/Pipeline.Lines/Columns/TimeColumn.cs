using System.Globalization;
using System.Runtime.InteropServices;

namespace Pipeline.Lines.Columns;

/// <summary>Times: RFC 3339, or Unix time, whose size tells its unit.</summary>
internal sealed class TimeColumn(int ordinal) : LineColumn(ordinal)
{
    public override bool Set(BatchBuilder rows, in LineValue value)
    {
        if (!TryRead(value, out var nanoseconds))
            return false;
        rows.Set(Ordinal, nanoseconds);
        return true;
    }

    private static bool TryRead(in LineValue value, out long nanoseconds)
    {
        switch (value.Kind)
        {
            case AttributeKind.I64:
                return UnixNumber.TryRead(MemoryMarshal.Read<long>(value.Payload), out nanoseconds);
            case AttributeKind.F64:
                return UnixNumber.TryRead(value.Raw, out nanoseconds);
            case AttributeKind.Utf8:
                return Rfc3339Reader.TryRead(value.Payload, out nanoseconds)
                    || (long.TryParse(value.Payload, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                        ? UnixNumber.TryRead(number, out nanoseconds)
                        : UnixNumber.TryRead(value.Payload, out nanoseconds));
            default:
                nanoseconds = 0;
                return false;
        }
    }
}
