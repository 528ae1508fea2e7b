using System.Net;

namespace Pipeline.Sinks.PrometheusRemoteWrite.Sending;

/// <summary>Which version of the protocol is spoken: that of the option, or what the receiver shows to understand.</summary>
internal sealed class ProtocolChoice
{
    private readonly int _fixed;
    private int _known;

    /// <param name="option">As the user wrote it.</param>
    /// <exception cref="OptionException">It is no version.</exception>
    public ProtocolChoice(string option) => _fixed = option switch
    {
        "1" => 1,
        "2" => 2,
        "auto" => 0,
        _ => throw new OptionException("version", $"no version of the protocol (got '{option}', expected \"1\", \"2\" or \"auto\")") { Word = option, Accepted = ["1", "2", "auto"] },
    };

    /// <summary>Whether the next request is of version 2.</summary>
    public bool IsTwo => (_fixed != 0 ? _fixed : _known) != 1;

    /// <summary>Whether the receiver has shown what it understands, or the user has said it.</summary>
    public bool IsKnown => _fixed != 0 || _known != 0;

    /// <summary>
    /// Whether a request of version 2 is to be sent again in version 1: the receiver says that it does not know the type; or that all is well and not what it wrote, as
    /// receivers do that take the request for an empty one of version 1; or it calls a first one bad, as older ones do with a type they do not know.
    /// </summary>
    public bool ShouldFallBack(Answer answer) =>
        !IsKnown && IsTwo && answer.Written is null
        && (answer.Kind == AnswerKind.Taken || answer.Status is HttpStatusCode.UnsupportedMediaType or HttpStatusCode.BadRequest);

    /// <summary>Learns from an answer.</summary>
    /// <param name="isTwo">What it is an answer to.</param>
    /// <param name="answer">The answer.</param>
    public void Learn(bool isTwo, Answer answer)
    {
        if (isTwo && answer.Written is not null)
            _known = 2;
        else if (!isTwo && answer.Kind == AnswerKind.Taken)
            _known = 1;
        else if (answer.Status == 0)
            // It may come back as another version of itself.
            _known = 0;
    }
}
