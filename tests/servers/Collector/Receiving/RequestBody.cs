using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace Pipeline.Servers.Collector.Receiving;

/// <summary>The message of a request, decompressed, in memory of the shared pool.</summary>
internal sealed class RequestBody : IDisposable
{
    private const int Prefix = 5;

    private byte[] _bytes;
    private readonly int _start;

    private RequestBody(byte[] bytes, int start, int length, long wireBytes) => (_bytes, _start, Length, WireBytes) = (bytes, start, length, wireBytes);

    public int Length { get; }

    public long WireBytes { get; }

    public ReadOnlySpan<byte> Message => _bytes.AsSpan(_start, Length);

    public static async Task<RequestBody> ReadAsync(HttpContext context, bool isGrpc)
    {
        var (bytes, length) = await WholeAsync(context.Request.BodyReader, context.RequestAborted).ConfigureAwait(false);
        var start = 0;
        var isCompressed = context.Request.Headers.ContentEncoding.ToString() == "gzip";
        if (isGrpc)
        {
            if (length < Prefix || BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(1)) != length - Prefix)
                throw new BadHttpRequestException("the body is not one gRPC message");
            isCompressed = bytes[0] == 1;
            (start, length) = (Prefix, length - Prefix);
        }

        if (!isCompressed)
            return new RequestBody(bytes, start, length, length);
        using var unpacked = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(bytes, start, length), CompressionMode.Decompress))
            await gzip.CopyToAsync(unpacked, context.RequestAborted).ConfigureAwait(false);
        ArrayPool<byte>.Shared.Return(bytes);
        var message = ArrayPool<byte>.Shared.Rent((int)unpacked.Length);
        unpacked.GetBuffer().AsSpan(0, (int)unpacked.Length).CopyTo(message);
        return new RequestBody(message, 0, (int)unpacked.Length, length);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private static async Task<(byte[] Bytes, int Length)> WholeAsync(PipeReader body, CancellationToken cancel)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(1 << 16);
        var length = 0;
        while (true)
        {
            var read = await body.ReadAsync(cancel).ConfigureAwait(false);
            var more = (int)read.Buffer.Length;
            if (bytes.Length - length < more)
            {
                var larger = ArrayPool<byte>.Shared.Rent(Math.Max(2 * bytes.Length, length + more));
                bytes.AsSpan(0, length).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(bytes);
                bytes = larger;
            }

            read.Buffer.CopyTo(bytes.AsSpan(length));
            length += more;
            body.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
                return (bytes, length);
        }
    }
}
