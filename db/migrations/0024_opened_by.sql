-- Whose issue it is, where nobody told who wrote the text that GitHub shows. The next look at an issue fills it in.
alter table task_texts add column opened_by text;

create or replace view task_text_marks as
select task_id,
       case when approved_at is null then 'unapproved'
            when title = approved_title and body = approved_body then 'approved'
            else 'edited' end as standing,
       written_by, written_at, approved_by, approved_at, approved_how, opened_by
  from task_texts;
