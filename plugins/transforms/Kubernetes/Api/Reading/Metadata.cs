using System.Globalization;
using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Transforms.Kubernetes.Api.Reading;

/// <summary>The field <c>metadata</c>, which all objects have.</summary>
internal sealed class Metadata
{
    private static readonly Dictionary<string, string> NoTexts = [];

    private readonly WantedKeys _wanted;

    private Metadata(WantedKeys wanted) => _wanted = wanted;

    public string Uid { get; private set; } = "";

    public string Namespace { get; private set; } = "";

    public string Name { get; private set; } = "";

    public string Version { get; private set; } = "";

    public long Created { get; private set; }

    public long Deleted { get; private set; }

    public Controller? Controller { get; private set; }

    public Dictionary<string, string> Labels { get; private set; } = NoTexts;

    public Dictionary<string, string> Annotations { get; private set; } = NoTexts;

    /// <summary>The version as a number: servers call it opaque, and all of them count.</summary>
    public ulong Number => ulong.TryParse(Version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>Reads the value of the field stepped to.</summary>
    public static Metadata Read(ref JsonFields json, WantedKeys wanted)
    {
        var metadata = new Metadata(wanted);
        if (json.Enter())
            while (json.Next())
                metadata.Field(ref json);
        return metadata;
    }

    /// <exception cref="UnreadableException">What tells the object from others is not there.</exception>
    public Metadata Checked() => Uid.Length > 0 && Name.Length > 0 ? this : throw new UnreadableException(SkipReason.Missing, "it has no uid or no name");

    private void Field(ref JsonFields json)
    {
        if (json.Is("name"u8))
            Name = json.Text();
        else if (json.Is("namespace"u8))
            Namespace = json.Text();
        else if (json.Is("uid"u8))
            Uid = json.Text();
        else if (json.Is("resourceVersion"u8))
            Version = json.Text();
        else if (json.Is("creationTimestamp"u8))
            Created = json.Time();
        else if (json.Is("deletionTimestamp"u8))
            Deleted = json.Time();
        else if (json.Is("ownerReferences"u8))
            Owners(ref json);
        else if (json.Is("labels"u8))
            Labels = Texts(ref json, _wanted.Labels);
        else if (json.Is("annotations"u8))
            Annotations = Texts(ref json, _wanted.Annotations);
        else
            json.Skip();
    }

    private static Dictionary<string, string> Texts(ref JsonFields json, IReadOnlyList<string> wanted)
    {
        Dictionary<string, string>? texts = null;
        if (!json.Enter())
            return NoTexts;
        while (json.Next())
            if (WantedKeys.Find(wanted, ref json) is { } key)
                (texts ??= [])[key] = json.Text();
            else
                json.Skip();
        return texts ?? NoTexts;
    }

    private void Owners(ref JsonFields json)
    {
        if (!json.EnterList())
            return;
        while (json.NextElement())
            if (json.EnterElement() && Reference(ref json) is { } controller)
                Controller = controller;
    }

    // Others than the controller own an object too, as far as its end goes with theirs.
    private static Controller? Reference(ref JsonFields json)
    {
        var (kind, name, uid, controls) = ("", "", "", false);
        while (json.Next())
            if (json.Is("kind"u8))
                kind = json.Text();
            else if (json.Is("name"u8))
                name = json.Text();
            else if (json.Is("uid"u8))
                uid = json.Text();
            else if (json.Is("controller"u8))
                controls = json.Bool();
            else
                json.Skip();
        return controls && kind.Length > 0 && name.Length > 0 ? new Controller(kind, name, uid) : null;
    }
}
