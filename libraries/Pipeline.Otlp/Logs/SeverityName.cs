using System.Text;

namespace Pipeline.Otlp.Logs;

/// <summary>SeverityNumber of the names that logging libraries and syslog have for severities.</summary>
internal static class SeverityName
{
    private const int Longest = 16;

    /// <summary>1 to 24; 0 for a name that is not known.</summary>
    public static int Number(ReadOnlySpan<byte> name)
    {
        name = name.Trim(" \t"u8);
        if (name.IsEmpty || name.Length > Longest)
            return 0;
        Span<byte> lower = stackalloc byte[Longest];
        if (Ascii.ToLower(name, lower, out var length) != System.Buffers.OperationStatus.Done)
            return 0;
        // OTLP's own short names: INFO is 9, INFO2 10.
        var step = 0;
        if (lower[length - 1] is >= (byte)'2' and <= (byte)'4')
            step = lower[--length] - '1';
        var first = First(lower[..length], step > 0);
        return first == 0 ? 0 : first + step;
    }

    private static int First(ReadOnlySpan<byte> name, bool isStep) => name switch
    {
        _ when name.SequenceEqual("trace"u8) => 1,
        _ when name.SequenceEqual("debug"u8) => 5,
        _ when name.SequenceEqual("info"u8) => 9,
        _ when name.SequenceEqual("warn"u8) => 13,
        _ when name.SequenceEqual("error"u8) => 17,
        _ when name.SequenceEqual("fatal"u8) => 21,
        _ when isStep => 0,
        _ when name.SequenceEqual("verbose"u8) => 1,
        _ when name.SequenceEqual("information"u8) || name.SequenceEqual("informational"u8) => 9,
        _ when name.SequenceEqual("notice"u8) => 10,
        _ when name.SequenceEqual("warning"u8) => 13,
        _ when name.SequenceEqual("err"u8) => 17,
        _ when name.SequenceEqual("critical"u8) || name.SequenceEqual("crit"u8) => 18,
        _ when name.SequenceEqual("alert"u8) => 19,
        _ when name.SequenceEqual("emergency"u8) || name.SequenceEqual("emerg"u8) || name.SequenceEqual("panic"u8) => 21,
        _ => 0,
    };
}
