using System.Buffers;

namespace Pipeline.Transforms.Kubernetes.Api.Reading;

/// <summary>Bytes that come in pieces, up to a bound: what is beyond it is counted and not kept.</summary>
/// <param name="bound">Most bytes.</param>
internal sealed class ByteBuffer(int bound) : IDisposable
{
    private byte[] _bytes = [];
    private int _length;

    /// <summary>More came than it may hold: it is not all of it.</summary>
    public bool IsOver { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public void Add(ReadOnlySpan<byte> piece)
    {
        if (IsOver || piece.Length > bound - _length)
        {
            (IsOver, _length) = (true, 0);
            return;
        }

        if (_bytes.Length - _length < piece.Length)
            Grow(_length + piece.Length);
        piece.CopyTo(_bytes.AsSpan(_length));
        _length += piece.Length;
    }

    /// <summary>Forgets what it holds. Memory that one large object needed is given back.</summary>
    public void Clear()
    {
        (IsOver, _length) = (false, 0);
        if (_bytes.Length > 1 << 20)
            Release();
    }

    public void Dispose() => Release();

    private void Grow(int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, Math.Max(4 << 10, Math.Min(bound, _bytes.Length * 2))));
        Written.CopyTo(larger);
        var length = _length;
        Release();
        (_bytes, _length) = (larger, length);
    }

    private void Release()
    {
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, _length) = ([], 0);
    }
}
