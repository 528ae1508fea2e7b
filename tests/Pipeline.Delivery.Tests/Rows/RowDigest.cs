using System.Text.Json;

namespace Pipeline.Delivery.Tests.Rows;

/// <summary>What a record of <see cref="GeneratedLines"/> holds, as .NET's own JSON reader reads it, wherever it has been: its number, and one number of all its fields.</summary>
internal static class RowDigest
{
    private const int LongestText = 4096;

    private static readonly ulong Number = HashOf("n"u8);

    private static readonly HashSet<ulong> Known =
    [
        Number, HashOf("at"u8), HashOf("level"u8), HashOf("service"u8), HashOf("method"u8), HashOf("url"u8), HashOf("status"u8), HashOf("took_ms"u8),
        HashOf("cached"u8), HashOf("message"u8),
    ];

    /// <summary>The record's number and the digest of its fields in any order; others, which a pipeline may add, do not count. (-1, 0) if it has no number.</summary>
    internal static (int N, ulong Digest) Of(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var (n, digest) = (-1, 0UL);
        Span<byte> text = stackalloc byte[LongestText];
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
                continue;
            var name = HashOf(reader.ValueSpan);
            if (!Known.Contains(name))
            {
                reader.Skip();
                continue;
            }

            reader.Read();
            switch (reader.TokenType)
            {
                case JsonTokenType.String:
                    digest += Mix(name, HashOf(text[..reader.CopyString(text)]));
                    break;
                case JsonTokenType.Number when name == Number:
                    n = reader.GetInt32();
                    digest += Mix(name, (ulong)n);
                    break;
                case JsonTokenType.Number:
                    digest += Mix(name, BitConverter.DoubleToUInt64Bits(reader.GetDouble()));
                    break;
                default:
                    digest += Mix(name, (ulong)reader.TokenType);
                    break;
            }
        }

        return (n, digest);
    }

    /// <summary>FNV-1a.</summary>
    internal static ulong HashOf(ReadOnlySpan<byte> bytes)
    {
        var hash = 14695981039346656037UL;
        foreach (var b in bytes)
            hash = (hash ^ b) * 1099511628211;
        return hash;
    }

    private static ulong Mix(ulong name, ulong value)
    {
        var mixed = (name ^ value) * 0x9E37_79B9_7F4A_7C15;
        return (mixed ^ (mixed >> 29)) * name;
    }
}
