using System.Runtime.CompilerServices;
using Pipeline.Expressions.Evaluation;

namespace Pipeline.Grouping;

/// <summary>Copies the cells of a fixed column into keys.</summary>
internal abstract unsafe class KeyColumn
{
    public static KeyColumn Create(ColumnType type) => type switch
    {
        { Kind: ColumnKind.FixedUtf8 } => new Text(type.Width),
        { Width: 1 } => new Plain<byte>(),
        { Width: 2 } => new Plain<ushort>(),
        { Width: 4 } => new Plain<uint>(),
        { Width: 8 } => new Plain<ulong>(),
        { Width: 16 } => new Plain<UInt128>(),
        _ => new Bytes(type.Width),
    };

    /// <summary>Copies <paramref name="count"/> cells; keys lie <paramref name="stride"/> bytes apart.</summary>
    public abstract void Copy(Strided cells, int count, byte* keys, int stride);

    private sealed class Plain<T> : KeyColumn
        where T : unmanaged
    {
        public override void Copy(Strided cells, int count, byte* keys, int stride)
        {
            for (var row = 0; row < count; row++)
                Unsafe.WriteUnaligned(keys + row * stride, Unsafe.ReadUnaligned<T>(cells[row]));
        }
    }

    private sealed class Bytes(int width) : KeyColumn
    {
        public override void Copy(Strided cells, int count, byte* keys, int stride)
        {
            for (var row = 0; row < count; row++)
                Unsafe.CopyBlockUnaligned(keys + row * stride, cells[row], (uint)width);
        }
    }

    /// <summary>What lies behind a text's NUL is no part of it: the kernel leaves there what it finds.</summary>
    private sealed class Text(int width) : KeyColumn
    {
        public override void Copy(Strided cells, int count, byte* keys, int stride)
        {
            for (var row = 0; row < count; row++)
            {
                var cell = new ReadOnlySpan<byte>(cells[row], width);
                var key = new Span<byte>(keys + row * stride, width);
                var end = cell.IndexOf((byte)0);
                cell.CopyTo(key);
                if (end >= 0)
                    key[end..].Clear();
            }
        }
    }
}
