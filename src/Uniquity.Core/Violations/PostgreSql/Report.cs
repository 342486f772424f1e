namespace Uniquity.Violations.PostgreSql;

/// <summary>Gathers the parts of one report, in whatever order the text has them.</summary>
internal ref struct Report
{
    // Used again by each report of a thread: only the names become part of the result.
    [ThreadStatic]
    private static List<string>? t_fields;

    private readonly ReadOnlySpan<char> _text;
    private readonly int _anchor;
    private ReportScope _scope;
    private bool _hasCode;
    private bool _hasSentence;
    private int _sentenceStart;
    private int _sentenceAt;
    private Sentence? _language;
    private Sentence? _nextLanguage;
    private int _searchedTo = -1;
    private int _nextKey;
    private int _nextCode;
    private int _nextSentence;
    private QuotedName _name;
    private KeyDetail _detail;
    private int _depth;
    private ViolationKind? _kind;

    public Report(ReadOnlySpan<char> text, int anchor)
    {
        _text = text;
        _anchor = anchor;
        _scope = ReportScope.Around(text, anchor);
        End = anchor;
    }

    /// <summary>Just past the last part that was read.</summary>
    public int End { get; private set; }

    /// <summary>Whether there are only an error's fields, and no sentence.</summary>
    public readonly bool IsFieldsOnly => !_hasSentence;

    /// <summary>Whether the parts make a violation.</summary>
    public readonly bool IsViolation
        => _detail.Meaning != DetailMeaning.Other
            && (_hasCode
                || _hasSentence && _name.Name is not null
                || _hasSentence && (_detail.End != 0 || IsSaidByServer())
                || _detail.Meaning is DetailMeaning.Exists or DetailMeaning.Duplicated);

    /// <summary>Finds the parts, from the anchor on, and the fields of the object that holds it.</summary>
    public void Gather(bool hasCode)
    {
        _hasCode = hasCode;
        if (_text[_anchor..].StartsWith(KeyDetail.Mark, StringComparison.Ordinal) && !ReadDetail(_anchor))
            return;

        for (var from = Math.Max(_anchor, End); from < _scope.End;)
        {
            var part = NextPart(from, out var at, out var sentence);
            if (part == Part.None)
                return;

            var goesOn = part switch
            {
                Part.Sentence => ReadSentence(sentence!, at),
                Part.Key => ReadDetail(at),
                _ => ReadCode(at),
            };
            if (!goesOn)
                return;

            from = Math.Max(End, at + 1);
        }
    }

    /// <summary>The violation that the parts make.</summary>
    public Violation ToViolation()
    {
        var values = Values();
        var around = Surroundings.Read(_text, _scope, KeyRange, _depth, _language?.IsEnglish == true);
        End = Math.Max(End, around.End);
        var index = _name.Name ?? around.Fields.Constraint ?? UnknownLanguage.Index(_text, _anchor, _scope.End);
        var fields = Fields();
        var cockroach = around.NamesCockroach || CockroachSigns.Show(index, values, fields.Count);
        var (table, schema) = (around.Fields.Table, around.Fields.Schema);
        var statement = around.Statement ?? (_hasSentence ? StatementBefore.Read(_text, _sentenceStart) : null);
        var target = around.Context is null ? SqlTarget.OfStatement(statement) : SqlTarget.OfContext(around.Context);
        target ??= _hasSentence ? SqlTarget.BeforeMessage(_text[_scope.Start..Math.Max(_scope.Start, _sentenceStart)]) : null;
        if (table is null && target is { } written)
            (schema, table) = (schema ?? written.Schema, written.Table);

        return new Violation
        {
            Engine = cockroach ? "cockroachdb" : _hasSentence || _detail.End != 0 || !OtherServers.SayCode(_text, _anchor) ? "postgresql" : null,
            Code = PostgreSqlParser.UniqueViolation,
            Kind = IsIndexBuild(statement) ? ViolationKind.IndexBuild : _kind,
            Database = ServerLog.Database(_text[_scope.Start..Math.Max(_anchor, _sentenceStart)]),
            Schema = schema,
            Table = table,
            Index = index,
            Key = cockroach ? DetailKey.Of(fields, CockroachSigns.Split(values, fields.Count)) : DetailKey.Of(fields, values),
            OtherKeys = cockroach ? [] : DetailKey.Others(fields, values, mayBeLog: _depth == 0),
            Statement = statement,
            Context = around.Context,
        };
    }

    // From the phrase's first word to past its last: what stands inside is data.
    private readonly Range KeyRange
        => _detail.End == 0 ? _scope.Start.._scope.Start : Math.Max(_scope.Start, Math.Min(_detail.Start, _detail.FieldsStart))..Math.Min(_detail.End, _scope.End);

    private readonly List<string> Fields()
    {
        var fields = t_fields ??= new List<string>(4);
        fields.Clear();
        if (_detail.End == 0)
            return fields;

        var raw = _text[_detail.FieldsStart.._detail.Separator];
        if (_depth == 0 && Encoding == TextEncoding.None)
            KeyFields.Split(raw, fields);
        else
            KeyFields.Split(PlainText.Of(raw, _depth, Encoding), fields);

        return fields;
    }

    // The second scan of CREATE UNIQUE INDEX CONCURRENTLY reports as a write does.
    private static bool IsIndexBuild(ReadOnlySpan<char> statement)
        => statement.StartsWith("create unique index", StringComparison.OrdinalIgnoreCase) || statement.StartsWith("reindex", StringComparison.OrdinalIgnoreCase);

    private readonly string Values()
    {
        if (_detail.End == 0)
            return string.Empty;

        var values = PlainText.Of(_text[(_detail.Separator + KeyDetail.Mark.Length).._detail.ValuesEnd], _depth, Encoding);

        return _depth == 0 && ServerLog.HoldsDetail(_text[.._scope.End], _detail) ? DetailKey.WithoutTabs(values) : values;
    }

    private readonly TextEncoding Encoding => _name.Form?.Encoding ?? TextEncoding.None;

    private readonly int Find(string words, int from)
    {
        var at = from >= _scope.End ? -1 : _text[from.._scope.End].IndexOf(words, StringComparison.Ordinal);
        return at < 0 ? -1 : from + at;
    }

    private readonly bool IsSaidByServer()
    {
        var before = _text[Math.Max(_scope.Start, _anchor - 40).._anchor];
        return before.Contains("ERROR:", StringComparison.Ordinal) || before.Contains("UniqueViolation", StringComparison.Ordinal);
    }

    /// <summary>The first part from a place on. Each kind is looked for anew only once its last find is passed: that is linear.</summary>
    private Part NextPart(int from, out int at, out Sentence? sentence)
    {
        if (_searchedTo != _scope.End)
        {
            _searchedTo = _scope.End;
            _nextKey = _nextCode = _nextSentence = -1;
        }

        if (_nextKey < from)
            _nextKey = FindOrNone(KeyDetail.Mark, from);
        if (_nextCode < from)
            _nextCode = FindOrNone(PostgreSqlParser.UniqueViolation, from);
        if (_nextSentence < from)
            _nextSentence = FindSentence(from, out _nextLanguage) is >= 0 and var found ? found : int.MaxValue;

        sentence = _nextLanguage;
        at = Math.Min(_nextKey, Math.Min(_nextCode, _nextSentence));
        if (at == int.MaxValue)
            return Part.None;
        if (at == _nextSentence)
            return Part.Sentence;

        return at == _nextKey ? Part.Key : Part.Code;
    }

    private readonly int FindOrNone(string words, int from) => Find(words, from) is >= 0 and var at ? at : int.MaxValue;

    /// <summary>The first sentence from a place on. A report speaks one language: the others are looked for until one is found.</summary>
    private int FindSentence(int from, out Sentence? sentence)
    {
        sentence = null;
        var at = -1;
        foreach (var candidate in Sentence.All)
        {
            if (_language is not null && !ReferenceEquals(candidate, _language))
                continue;

            var found = Find(candidate.Anchor, from);
            if (found >= 0 && (at < 0 || found < at) && candidate.TryMatch(_text, found, out _))
                (at, sentence) = (found, candidate);
            if (at >= 0 && candidate.IsEnglish)
                break;
        }

        _language ??= sentence;
        return at;
    }

    /// <summary>Reads a sentence; a second one that names another index is another report.</summary>
    private bool ReadSentence(Sentence sentence, int at)
    {
        sentence.TryMatch(_text, at, out var nameAt);
        var read = QuotedName.TryRead(_text, nameAt, out var name) || QuotedName.TryReadBare(_text, nameAt, out name) || sentence.NameBefore && TryReadBack(nameAt, out name);
        if (_hasSentence && (name.Name != _name.Name || !IsFurtherOn(at)))
        {
            // On the same line another report begins; but a statement that is printed may hold such words as data.
            var between = _text[Math.Min(End, at)..at];
            if (!between.Contains('\n') && !between.Contains("tatement", StringComparison.Ordinal))
                _scope = _scope with { End = Math.Max(End, at - sentence.Before) };

            return false;
        }

        _kind ??= sentence.Kind;
        _sentenceStart = _hasSentence ? _sentenceStart : at - sentence.Before;
        _hasSentence = true;
        _sentenceAt = at;
        End = Math.Max(End, Math.Max(nameAt, name.End));
        if (End > _scope.End)
            _scope = _scope with { End = ReportScope.Ahead(_text, End) };

        if (read && _name.Name is null)
        {
            _name = name;
            _depth = Math.Max(_depth, name.Form.Depth);
        }

        return true;
    }

    // One failure is told again by the exception that wraps it, on a further line; two told on one line are two.
    private readonly bool IsFurtherOn(int at)
        => _text[_sentenceAt..at].Contains('\n')
            || _text[_sentenceAt..at].Contains("Caused by", StringComparison.Ordinal)
            || _text[_sentenceAt..at].Contains("\"stack", StringComparison.Ordinal);

    private readonly bool TryReadBack(int end, out QuotedName name)
    {
        for (var i = end - 2; i > Math.Max(0, end - 200); i--)
        {
            if (QuoteForm.At(_text, i) is not null && QuotedName.TryRead(_text, i, out name) && name.End == end)
                return true;
        }

        name = default;
        return false;
    }

    private bool ReadDetail(int mark)
    {
        if (!KeyDetail.TryRead(_text, mark, _scope.End, out var detail))
            return mark != _anchor;

        // Only a value that goes on past the report's lines makes it worth to see where the next record begins.
        if (detail.Meaning == DetailMeaning.Unknown && ReportScope.ValueLimit(_text, mark) is var limit && limit > _scope.End)
            KeyDetail.TryRead(_text, mark, limit, out detail);
        if (_detail.End != 0)
        {
            if (!SameKey(detail))
                return false;

            End = Math.Max(End, detail.End);
            return true;
        }

        if (detail.Meaning == DetailMeaning.Unknown && !_hasCode && !_hasSentence)
            return mark != _anchor;
        if (_hasSentence && !ServerLog.SameProcess(_text, _sentenceStart, mark))
            return true;

        _detail = detail;
        _depth = StringDepth.At(_text, detail.Start, _depth);
        End = Math.Max(End, detail.End);
        _kind ??= detail.Meaning switch
        {
            DetailMeaning.Exists => ViolationKind.Write,
            DetailMeaning.Duplicated => ViolationKind.IndexBuild,
            _ => null,
        };
        if (detail.End > _scope.End)
            _scope = _scope with { End = ReportScope.Ahead(_text, detail.End) };

        return true;
    }

    private readonly bool SameKey(KeyDetail detail)
        => _text[detail.Separator..detail.ValuesEnd].SequenceEqual(_text[_detail.Separator.._detail.ValuesEnd]);

    private bool ReadCode(int at)
    {
        // Two errors in an array on one line; not one inside a string of the other.
        if (_hasCode && Seam(End, at) is var seam and > 0 && StringDepth.Backslashes(_text, at - 1) == StringDepth.Backslashes(_text, _anchor - 1))
        {
            _scope = _scope with { End = seam };
            return false;
        }

        if (ErrorCode.IsOfError(_text, at, PostgreSqlParser.UniqueViolation.Length))
        {
            _hasCode = true;
            End = Math.Max(End, at + PostgreSqlParser.UniqueViolation.Length);
        }

        return true;
    }

    private readonly int Seam(int from, int to)
    {
        if (_anchor == 0 || _text[from..to].Contains('\n'))
            return -1;

        foreach (var seam in (ReadOnlySpan<string>)["},{", "}, {"])
        {
            if (_text[from..to].IndexOf(seam, StringComparison.Ordinal) is >= 0 and var found)
                return from + found + 1;
        }

        return -1;
    }

    private enum Part
    {
        None,
        Sentence,
        Key,
        Code,
    }
}
