using Pipeline.Protocols;
using Pipeline.Transforms.Protocols.Kafka.Messages;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Kafka;

/// <summary>Looks whether bytes are a message, without reading it: a header is soon found anywhere, a header whose fields fill its length to the byte is not.</summary>
internal sealed class MessageLook(TopicNames names)
{
    private const int Sure = 95;
    private const int Likely = 75;
    private const int Possible = 55;

    // Of a request of nobody's: so many bytes of chance do not go on looking like its fields.
    private const int Convincing = 64;

    // Only messages make a request longer, and who sends those says who it is.
    private const int LongestUnnamed = 64 << 10;

    private readonly BodyReader _body = new(names) { IsLooking = true };
    private readonly JsonText _json = new(0);
    private readonly Facts _facts = new();

    /// <summary>What the first bytes of a direction are taken for. A response is a length and a number: only its request tells what it is.</summary>
    public Guess Judge(ReadOnlySpan<byte> first)
    {
        var read = RequestHeader.Read(first, isStrict: true, out var header);
        if (read < 0)
            return read == Wire.More ? Guess.More : Guess.No;
        var fit = Request(first, header);
        if (fit == Fit.None || (header.ClientLength == 0 && header.Length > LongestUnnamed))
            return Guess.No;
        // A length and zeros are other things more often.
        var isTold = header.ClientLength > 0 || (header.Key != Api.Produce && header.CorrelationId != 0);
        if (isTold && fit == Fit.Whole && IsFollowed(first[(header.Length + RequestHeader.LengthBytes)..]))
            return new Guess(header.ClientLength > 0 ? Sure : Likely, Side.Request);
        if (header.ClientLength > 0)
            return new Guess(fit != Fit.Unknown ? Likely : Possible, Side.Request);
        if (isTold && fit == Fit.Begun && first.Length >= Convincing)
            return new Guess(Possible, Side.Request);
        return fit != Fit.Unknown && first.Length < header.Length + RequestHeader.LengthBytes ? Guess.More : Guess.No;
    }

    /// <summary>How a request fits whose header was read.</summary>
    public Fit Request(ReadOnlySpan<byte> view, in RequestHeader header) =>
        Look(view[..Math.Min(view.Length, header.Length + RequestHeader.LengthBytes)][header.Size..], header.Body, header.Version, false, header.Length + RequestHeader.LengthBytes - header.Size);

    /// <summary>How the bytes behind the fixed part of a header fit.</summary>
    /// <param name="view">As many as are there.</param>
    /// <param name="api">What the message is.</param>
    /// <param name="version">Its version.</param>
    /// <param name="isResponse">Whether it is the response.</param>
    /// <param name="length">How many there are.</param>
    public Fit Look(ReadOnlySpan<byte> view, Api? api, short version, bool isResponse, int length)
    {
        if (api is null)
            return Fit.Unknown;
        _facts.Clear();
        _json.Clear();
        _body.Begin(api, version, isResponse, length, _json, _facts);
        var taken = _body.Read(view);
        if (_body.IsWrong || !_facts.AreAcksPlausible || (_body.IsActive && view.Length == length))
            return Fit.None;
        if (_body.IsActive)
            return Fit.Begun;
        return taken == length || (_body.MayBeLonger && view.Length == length) ? Fit.Whole : _body.MayBeLonger ? Fit.Begun : Fit.None;
    }

    private static bool IsFollowed(ReadOnlySpan<byte> rest) => rest.IsEmpty || RequestHeader.Read(rest, isStrict: true, out _) != Wire.Wrong;
}
