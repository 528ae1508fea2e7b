using Pipeline.CaptureFormat;
using Pipeline.Sources.Replay.Files;

namespace Pipeline.Sources.Replay.Captured;

/// <summary>Reads the records of a captured file, passes over damaged ones and knows how many rows those had. One thread at a time.</summary>
internal sealed class RecordReader(InputFile input)
{
    private ulong? _file;
    private ulong _passed;
    private ulong _known;
    private int _length;

    /// <summary>The record at hand.</summary>
    public RecordHeader Header { get; private set; }

    /// <summary>Its body. Valid until the next reading.</summary>
    public ReadOnlySpan<byte> Body => input.View.Slice(RecordHeader.Size, (int)Header.Length);

    /// <summary>Rows that were lost before the record at hand, since the one before.</summary>
    public ulong Lost { get; private set; }

    /// <summary>Where the first damage is; null while there is none.</summary>
    public long? DamagedAt { get; private set; }

    /// <summary>Steps to the next whole record; false when there are none left.</summary>
    public async ValueTask<bool> NextAsync(CancellationToken stop)
    {
        input.Skip(_length);
        (_length, Lost) = (0, 0);
        while (await input.NeedAsync(RecordHeader.Size, stop).ConfigureAwait(false))
        {
            if (IsNext(out var header) && await input.NeedAsync(RecordHeader.Size + (int)header.Length, stop).ConfigureAwait(false) && IsWhole(header))
            {
                Accept(header);
                return header.Kind != RecordKind.End;
            }

            DamagedAt ??= input.Offset;
            Resynchronize();
        }

        // Without its end nobody knows what is missing: one row stands for it where not even a header says more.
        DamagedAt ??= input.Offset;
        Lost = Math.Max(1, _known - _passed);
        return false;
    }

    /// <summary>The record at hand says something that cannot be, although it is whole: its rows are lost.</summary>
    public void Refuse() => DamagedAt ??= input.Offset;

    // Its header is right, whatever becomes of its body: then it is known how many rows there should be.
    private bool IsNext(out RecordHeader header)
    {
        var isNext = RecordHeader.TryRead(input.View, out header) && (_file is null || header.File == _file) && header.RowsBefore >= _passed;
        if (isNext)
            _known = Math.Max(_known, header.RowsBefore + header.Rows);
        return isNext;
    }

    private bool IsWhole(in RecordHeader header) => RecordHeader.Crc(input.View.Slice(RecordHeader.Size, (int)header.Length)) == header.Checksum;

    private void Accept(in RecordHeader header)
    {
        _file = header.File;
        Lost = header.RowsBefore - _passed;
        _passed = header.RowsBefore + header.Rows;
        _known = Math.Max(_known, _passed);
        Header = header;
        _length = RecordHeader.Size + (int)header.Length;
    }

    private void Resynchronize()
    {
        input.Skip(1);
        var next = input.View.IndexOf(RecordHeader.Magic);
        input.Skip(next >= 0 ? next : Math.Max(0, input.View.Length - RecordHeader.Magic.Length + 1));
    }
}
