using System.Buffers;

namespace Pipeline.Text;

/// <summary>Bytes on their way out, in an array that goes back to the shared pool.</summary>
internal sealed class PooledBuffer(int capacity) : ByteBuffer(capacity, ArrayPool<byte>.Shared.Rent(capacity)), IDisposable
{
    public void Dispose() => Release();

    protected override byte[] Rent(int bytes) => ArrayPool<byte>.Shared.Rent(bytes);

    protected override void Return(byte[] bytes) => ArrayPool<byte>.Shared.Return(bytes);
}
