using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Pipeline.Bpf.Objects;

namespace Pipeline.Bpf;

/// <summary>A tunable of an object: a constant of its programs that is set before they are loaded.</summary>
public sealed record OptionSpec
{
    /// <summary>The variable's name, which is the key in TOML.</summary>
    public required string Name { get; init; }

    /// <summary>What values it takes.</summary>
    public required OptionKind Kind { get; init; }

    /// <summary>Bytes of the variable. Text holds one byte less.</summary>
    public required int Width { get; init; }

    /// <summary>Bytes of one integer; of a list's, how many it holds at most is <see cref="Width"/> by this.</summary>
    public required int ElementWidth { get; init; }

    /// <summary>Whether an integer may be below zero.</summary>
    public required bool Signed { get; init; }

    /// <summary>The value unless set: <see cref="bool"/>, <see cref="long"/> (ns, bytes, plain), <see cref="string"/>, or an empty list.</summary>
    public required object Default { get; init; }

    /// <summary>One sentence for people.</summary>
    public string? Help { get; init; }

    /// <summary>UCUM unit of a plain integer.</summary>
    public string? Unit { get; init; }

    /// <summary>What <see cref="OptionKind.Enum"/> and <see cref="OptionKind.Flags"/> are called.</summary>
    public ImmutableArray<EnumName> Names { get; init; } = [];

    /// <summary>Where it lies in .rodata.</summary>
    internal int Offset { get; init; }

    /// <summary>Whether <paramref name="value"/> fits, and if not, why: (got ..., expected ...).</summary>
    public bool Accepts(object value, out string problem)
    {
        problem = Encode(value, new byte[Width]) ?? "";
        return problem.Length == 0;
    }

    /// <summary>Writes the value as the program reads it, or returns what is wrong with it.</summary>
    internal string? Encode(object value, Span<byte> destination)
    {
        destination.Clear();
        switch (Kind, value)
        {
            case (OptionKind.Bool, bool on):
                destination[0] = on ? (byte)1 : (byte)0;
                return null;
            case (OptionKind.Text, string text):
                if (Encoding.UTF8.GetByteCount(text) >= Width)
                    return $"is too long (got {Encoding.UTF8.GetByteCount(text)} bytes, expected at most {Width - 1})";
                Encoding.UTF8.GetBytes(text, destination);
                return null;
            case (OptionKind.Integer or OptionKind.Size or OptionKind.Enum or OptionKind.Flags, long number):
                return Encode(number, destination);
            case (OptionKind.Integers, long number):
                return EncodeList([number], destination);
            case (OptionKind.Integers, object[] list) when list.All(item => item is long):
                return EncodeList(list, destination);
            case (OptionKind.Enum, string text):
                return EncodeNames([text], destination);
            case (OptionKind.Flags, string text):
                return EncodeNames(text.Split('|', StringSplitOptions.TrimEntries), destination);
            case (OptionKind.Ip, string text):
                return AddressText.TryParse(text, destination) ? null : $"is no IP address (got \"{text}\", expected one such as \"10.0.0.1\" or \"fe80::1\")";
            case (OptionKind.Cidrs, string text):
                return EncodeCidrs([text], destination);
            case (OptionKind.Cidrs, object[] list) when list.All(item => item is string):
                return EncodeCidrs(list, destination);
            case (OptionKind.Size, string text) when ByteSize.TryParse(text, out var size):
                return Encode(size.Bytes, destination);
            case (OptionKind.Duration, string text) when DurationText.TryParse(text, out long nanoseconds):
                return Encode(nanoseconds, destination);
            default:
                return $"has the wrong type (got {Shown(value)}, expected {Expected})";
        }
    }

    private string Expected => Kind switch
    {
        OptionKind.Bool => "true or false",
        OptionKind.Text => "a string",
        OptionKind.Duration => "a duration such as \"10ms\"",
        OptionKind.Size => "a size such as \"64KiB\"",
        OptionKind.Integers => "a list of integers such as [80, 443]",
        OptionKind.Ip => "an IP address such as \"10.0.0.1\"",
        OptionKind.Cidrs => "a list of ranges of addresses such as [\"10.0.0.0/8\"]",
        OptionKind.Enum => $"an integer or a name such as \"{Names[0].Name}\"",
        OptionKind.Flags => $"an integer or names such as \"{string.Join('|', Names.Take(2).Select(n => n.Name))}\"",
        _ => "an integer",
    };

    private string? EncodeNames(string[] words, Span<byte> destination)
    {
        var value = 0L;
        foreach (var word in words)
        {
            if (Names.FirstOrDefault(n => n.Name.Equals(word, StringComparison.OrdinalIgnoreCase)) is not { Name: not null } name)
                return $"is no name it knows (got \"{word}\", expected {Expected})";
            value |= name.Value;
        }

        return Encode(value, destination);
    }

    private string? EncodeCidrs(object[] list, Span<byte> destination)
    {
        if (TooMany(list) is { } many)
            return many;
        for (var i = 0; i < list.Length; i++)
            if (CidrText.Encode((string)list[i], destination.Slice(i * ElementWidth, ElementWidth)) is { } problem)
                return problem;
        return null;
    }

    private string? TooMany(object[] list) =>
        list.Length > Width / ElementWidth ? $"has too many entries (got {list.Length}, expected at most {Width / ElementWidth})" : null;

    private string? EncodeList(object[] list, Span<byte> destination)
    {
        if (TooMany(list) is { } many)
            return many;
        for (var i = 0; i < list.Length; i++)
            if ((long)list[i] == 0)
                return "holds a 0, which stands for nothing";
            else if (Encode((long)list[i], destination.Slice(i * ElementWidth, ElementWidth)) is { } problem)
                return problem;
        return null;
    }

    private string? Encode(long number, Span<byte> destination)
    {
        var bits = 8 * ElementWidth - (Signed ? 1 : 0);
        var largest = bits >= 63 ? long.MaxValue : (1L << bits) - 1;
        var smallest = Signed ? -largest - 1 : 0;
        if (number < smallest || number > largest)
            return $"is out of bounds (got {number}, expected {smallest} to {largest})";
        Span<byte> wide = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(wide, number);
        wide[..ElementWidth].CopyTo(destination);
        return null;
    }

    private static string Shown(object value) => value switch
    {
        string text => $"\"{text}\"",
        bool on => on ? "true" : "false",
        object[] list => $"[{string.Join(", ", list.Select(Shown))}]",
        _ => $"{value}",
    };
}
