using System.Text;
using Pipeline.Text;

namespace Pipeline.Sinks.Kafka.Messages;

/// <summary>
/// Row ids as text: <c>HOST/SOURCE/EPOCH/SEQUENCE</c> of one row, <c>HOST/SOURCE/EPOCH/3..9,12</c> of many. One thread at a time.
/// </summary>
internal sealed class RowIds
{
    private readonly ByteBuffer _text = new(256);
    private BatchOrigin? _origin;
    private int _prefix;
    private ulong _last;
    private bool _isRange;

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Text => _text.Written;

    /// <summary>Whether rows of this batch can follow those before it.</summary>
    public bool Has(BatchOrigin origin) => ReferenceEquals(origin, _origin) || origin.Equals(_origin);

    /// <summary>Turns to the rows of an origin.</summary>
    public void Open(BatchOrigin origin)
    {
        if (Has(origin))
            return;
        _origin = origin;
        _text.Clear();
        _text.Append(Encoding.UTF8.GetBytes($"{origin.Host}/{origin.Source}/{origin.Epoch}/"));
        _prefix = _text.Length;
    }

    /// <summary>The id of one row.</summary>
    public void Write(ulong sequence)
    {
        _text.Truncate(_prefix);
        IntegerText.Write(_text, sequence);
        (_last, _isRange) = (sequence, false);
    }

    /// <summary>One row more.</summary>
    public void Add(ulong sequence)
    {
        if (sequence == _last + 1)
        {
            (_last, _isRange) = (sequence, true);
            return;
        }

        Finish();
        _text.Append((byte)',');
        IntegerText.Write(_text, sequence);
        _last = sequence;
    }

    /// <summary>No row follows.</summary>
    public void Finish()
    {
        if (!_isRange)
            return;
        _text.Append(".."u8);
        IntegerText.Write(_text, _last);
        _isRange = false;
    }
}
