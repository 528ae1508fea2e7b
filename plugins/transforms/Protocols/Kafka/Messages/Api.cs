using System.Text;

namespace Pipeline.Transforms.Protocols.Kafka.Messages;

/// <summary>A kind of request.</summary>
/// <param name="Key">Its number.</param>
/// <param name="Name">Its name, in pascal case.</param>
/// <param name="LastVersion">The last version whose fields are known.</param>
/// <param name="FlexibleFrom">The first version with tagged fields and compact lengths.</param>
/// <param name="Request">Fields of the request behind its header.</param>
/// <param name="Response">Fields of the response behind its header.</param>
internal sealed record Api(short Key, string Name, short LastVersion, short FlexibleFrom, Field[] Request, Field[] Response)
{
    public const short Produce = 0;
    public const short Fetch = 1;
    public const short ControlledShutdown = 7;
    public const short OffsetCommit = 8;
    public const short SaslHandshake = 17;
    public const short ApiVersions = 18;
    public const short TxnOffsetCommit = 28;
    public const short ShareFetch = 78;
    public const short ShareAcknowledge = 79;

    private static readonly Api[] All = MessageText.ReadAll();

    /// <summary>Null: not one that is known.</summary>
    public static Api? Of(short key) => key >= 0 && key < All.Length ? All[key] : null;

    public static IEnumerable<Api> Known => All;

    public bool IsFlexible(short version) => version >= FlexibleFrom;

    /// <summary>The name with underscores between its words.</summary>
    public string Operation
    {
        get
        {
            var text = new StringBuilder();
            foreach (var c in Name)
            {
                if (char.IsUpper(c) && text.Length > 0)
                    text.Append('_');
                text.Append(char.ToLowerInvariant(c));
            }

            return text.ToString();
        }
    }
}
