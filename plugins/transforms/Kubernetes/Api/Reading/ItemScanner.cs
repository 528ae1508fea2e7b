using System.Buffers;

namespace Pipeline.Transforms.Kubernetes.Api.Reading;

/// <summary>
/// Takes a list apart while it comes: the elements of <c>items</c> one by one, and what stands around them. It only follows strings and brackets, so that one element that is no JSON
/// costs nothing but itself, and holds one element at a time.
/// </summary>
internal sealed class ItemScanner : IDisposable
{
    /// <summary>Ten times what a cluster's store takes by default.</summary>
    public const int LargestItem = 16 << 20;

    private const int LargestEnvelope = 256 << 10;

    private static readonly SearchValues<byte> InText = SearchValues.Create("\"\\"u8);
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);

    private readonly ByteBuffer _envelope = new(LargestEnvelope);
    private readonly ByteBuffer _item = new(LargestItem);
    private readonly ByteBuffer _text = new(64);
    private int _depth;
    private bool _isInText, _isEscaped, _isInItems, _hasItem, _isItemDone;

    /// <summary>The list has been read to its end.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The list without its elements.</summary>
    public ReadOnlySpan<byte> Envelope => _envelope.Written;

    /// <summary>The list is none: what stands around its elements is larger than in any.</summary>
    public bool IsOver => _envelope.IsOver;

    /// <summary>The element that <see cref="Next"/> found.</summary>
    public ReadOnlySpan<byte> Item => _item.Written;

    /// <summary>That element is larger than may be, and not all there.</summary>
    public bool IsItemOver => _item.IsOver;

    /// <summary>Goes on through a piece of the list, and tells of the next element that ends in it; false where the piece is used up.</summary>
    /// <param name="piece">What has not been gone through; what comes after the element stays.</param>
    public bool Next(ref ReadOnlySpan<byte> piece)
    {
        if (_isItemDone)
        {
            _item.Clear();
            (_isItemDone, _hasItem) = (false, false);
        }

        while (piece.Length > 0 && !_isItemDone)
            if (_isInText)
                Text(ref piece);
            else
                Step(ref piece);
        return _isItemDone;
    }

    public void Dispose()
    {
        _envelope.Dispose();
        _item.Dispose();
        _text.Dispose();
    }

    private void Text(ref ReadOnlySpan<byte> piece)
    {
        if (_isEscaped)
        {
            _isEscaped = false;
            Keep(ref piece, 1, isText: true);
            return;
        }

        var stop = piece.IndexOfAny(InText);
        Keep(ref piece, stop < 0 ? piece.Length : stop, isText: true);
        if (stop < 0)
            return;
        (_isEscaped, _isInText) = (piece[0] == '\\', piece[0] != '"');
        Keep(ref piece, 1);
    }

    private void Step(ref ReadOnlySpan<byte> piece)
    {
        var stop = piece.IndexOfAny(Structure);
        if (stop != 0)
        {
            Keep(ref piece, stop < 0 ? piece.Length : stop);
            return;
        }

        switch (piece[0])
        {
            case (byte)'"':
                _isInText = true;
                _text.Clear();
                Keep(ref piece, 1);
                break;
            case (byte)'{' or (byte)'[':
                Open(ref piece);
                break;
            default:
                Close(ref piece);
                break;
        }
    }

    private void Open(ref ReadOnlySpan<byte> piece)
    {
        if (_isInItems && _depth == 2)
            _hasItem = true;
        _depth++;
        var isItems = _depth == 2 && piece[0] == '[' && _text.Written.SequenceEqual("items"u8);
        Keep(ref piece, 1);
        _isInItems |= isItems;
    }

    private void Close(ref ReadOnlySpan<byte> piece)
    {
        _depth--;
        if (_isInItems && _depth == 1)
            _isInItems = false;
        _isItemDone = _isInItems && _depth == 2 && _hasItem;
        Keep(ref piece, 1);
        IsComplete |= _depth == 0;
    }

    private void Keep(ref ReadOnlySpan<byte> piece, int length, bool isText = false)
    {
        if (_hasItem)
            _item.Add(piece[..length]);
        // Between elements stands nothing that could tell something.
        else if (!_isInItems)
            _envelope.Add(piece[..length]);
        // The last text at the first level: the name of the field whose value comes.
        if (isText && _depth == 1)
            _text.Add(piece[..length]);
        piece = piece[length..];
    }
}
