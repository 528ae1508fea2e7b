using System.Runtime.CompilerServices;

namespace Pipeline.Transforms.Red.Map;

/// <summary>A text of up to sixteen bytes: the name of a process, or of a protocol.</summary>
[InlineArray(Length)]
internal struct Name16
{
    public const int Length = 16;

    private byte _first;

    public static Name16 Of(ReadOnlySpan<byte> text)
    {
        Name16 name = default;
        text[..Math.Min(text.Length, Length)].CopyTo(name);
        return name;
    }
}
