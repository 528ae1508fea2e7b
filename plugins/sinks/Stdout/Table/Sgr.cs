namespace Pipeline.Sinks.Stdout.Table;

/// <summary>The few colours used.</summary>
internal static class Sgr
{
    public static ReadOnlySpan<byte> Dim => "\e[2m"u8;

    public static ReadOnlySpan<byte> Bold => "\e[1m"u8;

    public static ReadOnlySpan<byte> Red => "\e[31m"u8;

    public static ReadOnlySpan<byte> Reset => "\e[0m"u8;
}
