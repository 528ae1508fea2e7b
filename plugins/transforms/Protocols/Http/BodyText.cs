using System.Buffers;
using System.IO.Compression;
using System.Text.Unicode;

namespace Pipeline.Transforms.Protocols.Http;

/// <summary>
/// Makes text of what was kept of a body. Decoding stops at the bound, whatever else the body would become: there is no more room in the output, and a decoder
/// never sees more than was kept.
/// </summary>
internal sealed class BodyText(int most)
{
    private readonly byte[] _decoded = new byte[most];

    /// <summary>The text, valid until the next call; empty where there is none.</summary>
    public ReadOnlySpan<byte> Of(HttpMessage message)
    {
        if (message.Body.Length == 0)
            return default;
        var bytes = message.Coding switch
        {
            ContentCoding.Identity => message.Body.Bytes,
            ContentCoding.Brotli => Brotli(message.Body.Bytes),
            ContentCoding.Gzip => Inflate(new GZipStream(message.Body.Open(), CompressionMode.Decompress)),
            _ => Inflate(IsZlib(message.Body.Bytes)
                ? new ZLibStream(message.Body.Open(), CompressionMode.Decompress)
                : new DeflateStream(message.Body.Open(), CompressionMode.Decompress)),
        };
        bytes = WholeCharacters(bytes[..Math.Min(bytes.Length, most)]);
        // A body that does not say what it is may be anything.
        return (message.Kind == ContentKind.Unknown || message.IsCodingDoubtful) && (bytes.Contains((byte)0) || !Utf8.IsValid(bytes)) ? default : bytes;
    }

    /// <summary>The bytes without a character that was cut in two at the end.</summary>
    private static ReadOnlySpan<byte> WholeCharacters(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            var lead = bytes[^back];
            if (lead < 0x80)
                break;
            if (lead >= 0xC0)
                return (lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2) > back ? bytes[..^back] : bytes;
        }

        return bytes;
    }

    /// <summary>Whether a deflated body has the wrapper it should have, which some leave out.</summary>
    private static bool IsZlib(ReadOnlySpan<byte> bytes) => bytes.Length >= 2 && (bytes[0] & 0xF) == 8 && ((bytes[0] << 8) + bytes[1]) % 31 == 0;

    private ReadOnlySpan<byte> Brotli(ReadOnlySpan<byte> bytes)
    {
        using var decoder = new BrotliDecoder();
        var status = decoder.Decompress(bytes, _decoded, out _, out var written);
        return status == OperationStatus.InvalidData ? default : _decoded.AsSpan(0, written);
    }

    private ReadOnlySpan<byte> Inflate(Stream decoder)
    {
        using (decoder)
        {
            var length = 0;
            try
            {
                while (length < _decoded.Length && decoder.Read(_decoded, length, _decoded.Length - length) is > 0 and var read)
                    length += read;
            }
            catch (InvalidDataException)
            {
                // The body is not what its header says, or was kept in part: what came before is what there is to show.
            }

            return _decoded.AsSpan(0, length);
        }
    }
}
