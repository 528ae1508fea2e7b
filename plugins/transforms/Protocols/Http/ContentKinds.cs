using System.Text;

namespace Pipeline.Transforms.Protocols.Http;

/// <summary>Reads content types and codings.</summary>
internal static class ContentKinds
{
    private static readonly byte[][] TextWords =
        [.. new[] { "json", "xml", "javascript", "ecmascript", "x-www-form-urlencoded", "graphql", "yaml", "toml", "x-ndjson" }.Select(Encoding.ASCII.GetBytes)];

    public static ContentKind KindOf(ReadOnlySpan<byte> value)
    {
        var end = value.IndexOf((byte)';');
        var type = (end < 0 ? value : value[..end]).Trim(" \t"u8);
        if (type.IsEmpty || type.Length > 128)
            return type.IsEmpty ? ContentKind.Unknown : ContentKind.Binary;
        Span<byte> lower = stackalloc byte[type.Length];
        Ascii.ToLower(type, lower, out var written);
        lower = lower[..written];
        if (lower.StartsWith("application/grpc"u8))
            return ContentKind.Grpc;
        if (lower.EndsWith("json"u8))
            return ContentKind.Json;
        if (lower.StartsWith("text/"u8))
            return ContentKind.Text;
        foreach (var word in TextWords)
            if (lower.IndexOf(word) >= 0)
                return ContentKind.Text;
        return ContentKind.Binary;
    }

    public static ContentCoding CodingOf(ReadOnlySpan<byte> value)
    {
        value = value.Trim(" \t"u8);
        if (value.IsEmpty || Ascii.EqualsIgnoreCase(value, "identity"u8))
            return ContentCoding.Identity;
        if (Ascii.EqualsIgnoreCase(value, "gzip"u8) || Ascii.EqualsIgnoreCase(value, "x-gzip"u8))
            return ContentCoding.Gzip;
        if (Ascii.EqualsIgnoreCase(value, "deflate"u8))
            return ContentCoding.Deflate;
        return Ascii.EqualsIgnoreCase(value, "br"u8) ? ContentCoding.Brotli : ContentCoding.Other;
    }
}
