using System.Text;

namespace Pipeline.Transforms.Protocols.Http;

/// <summary>The fields whose values are not told.</summary>
/// <param name="names">Their names, in any case.</param>
internal sealed class RedactedFields(IReadOnlyList<string> names)
{
    private readonly byte[][] _names = [.. names.Select(name => Encoding.UTF8.GetBytes(name.ToLowerInvariant()))];

    /// <summary>What stands for the value.</summary>
    public static ReadOnlySpan<byte> Mark => "[redacted]"u8;

    /// <summary>Whether it is one of them.</summary>
    /// <param name="name">In lower case.</param>
    public bool Contains(ReadOnlySpan<byte> name)
    {
        foreach (var redacted in _names)
            if (name.SequenceEqual(redacted))
                return true;
        return false;
    }
}
